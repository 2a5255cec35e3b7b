"""The clients a reader may see, remembered for some seconds: every page names them, and they hardly ever change."""

import time
from typing import Any
from uuid import UUID

import orjson

from gateway.panel.collation import alphabetical
from gateway.view.queries import Filter, Reader, View

Shown = dict[str, Any]
_SECONDS = 10.0
_MOST = 1000


class KnownClients:
    """Made once; asks the view at most every ten seconds for the same clients."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[tuple[UUID, ...], tuple[float, list[Shown]]] = {}

    async def of(self, reader: Reader) -> list[Shown]:
        """The clients' states, by name."""
        known = self._known.get(reader.clients)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        found = await self._view.all_things(reader, "client", Filter())
        states = sorted(map(orjson.loads, found), key=lambda one: alphabetical(str(one["name"])))
        if len(self._known) > _MOST:
            self._known.clear()
        self._known[reader.clients] = (time.monotonic() + _SECONDS, states)
        return states
