"""Caches the clients a reader may see for some seconds, because every page names them and they hardly ever change."""

import time
from uuid import UUID

import orjson

from gateway.json_object import Json
from gateway.panel.collation import polish_sort_key
from gateway.view.queries import Filter, Reader, View

_SECONDS = 10.0
_MAX_ENTRIES = 1000


class ClientCache:
    """The clients' states by the ids of a reader's clients."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._cache: dict[tuple[UUID, ...], tuple[float, list[Json]]] = {}

    async def clients_of(self, reader: Reader) -> list[Json]:
        """Returns the states of the reader's clients, sorted by name."""
        cached = self._cache.get(reader.clients)
        if cached is not None and cached[0] > time.monotonic():
            return cached[1]
        found = await self._view.all_things(reader, "client", Filter())
        states = sorted(map(orjson.loads, found), key=lambda client: polish_sort_key(str(client["name"])))
        if len(self._cache) > _MAX_ENTRIES:
            self._cache.clear()
        self._cache[reader.clients] = (time.monotonic() + _SECONDS, states)
        return states
