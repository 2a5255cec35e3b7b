"""Summarises public states: the title, label, status, links and search text of each kind of thing. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.vocabulary import PROVIDER

from gateway.json_object import Json

_DIACRITICS = re.compile("[\u0300-\u036f]+")
"""The combining marks of decomposed letters."""
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists, links and the search show of a thing."""

    title: str
    label: str
    status: str
    open: bool
    sort_at: str | None
    search: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The paths in one kind's state from which its summary is read, and the statuses that are final."""

    title: str = ""
    label: str = ""
    sort_at: str = ""
    final: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    """Relation -> the path to an id in the state."""
    sole_reader: str = ""
    """The path to the only account that may read it."""


KINDS: dict[str, Kind] = {
    "ticket": Kind(
        title="title", label="number", sort_at="opened_at", final=("closed", "rejected", "cancelled"),
        searched=("number", "title", "description", "category", "reported_by", "requester.name", "assignee.name",
                  "imported.key"),
        links={"about": "asset_id", "for": "person_id", "step_of": "step.process_id", "follows": "follows",
               "requester": "requester.id", "assignee": "assignee.id"},
    ),
    "asset": Kind(
        title="name", label="tag", sort_at="created_at", final=("gone",),
        searched=("tag", "serial", "name", "holder.name"),
        links={"model": "model_id", "holder": "holder.id", "reserved_for": "reserved_for.id", "step_of": "process_id"},
    ),
    "model": Kind(title="name", label="manufacturer", searched=("name", "manufacturer", "category")),
    "person": Kind(
        title="name", label="email", sort_at="created_at", final=("left",),
        searched=("name", "email", "department", "site"), links={"manager": "manager.id"},
    ),
    "process": Kind(
        title="about.pl", label="title.pl", sort_at="opened_at",
        final=("completed", "completed_with_exceptions", "cancelled", "failed"),
        searched=("about.pl", "about.en", "title.pl", "title.en"), links={"started_by": "started_by.id"},
    ),
    "decision": Kind(
        title="question.pl", sort_at="requested_at",
        final=("approved", "rejected", "changes_requested", "expired", "withdrawn", "superseded"),
        searched=("question.pl", "question.en", "about.pl"), links={"decides": "process_id"},
    ),
    "scenario": Kind(title="title.pl", label="key"),
    "handover": Kind(
        title="asset_tag", sort_at="at", searched=("asset_tag",),
        links={"asset": "asset_id", "from": "from_holder.id", "to": "to_holder.id"},
    ),
    "notification": Kind(
        title="code", sort_at="created_at", final=("read",), links={"told": "account_id"}, sole_reader="account_id"
    ),
    "preferences": Kind(sole_reader="account_id"),
    "client": Kind(title="name"),
    "account": Kind(title="name", label="email", searched=("name", "email"), links={"is": "person_id"}),
}  # fmt: skip
UNKNOWN_KIND = Kind(title="title")


def summarise(kind: str, state: Json) -> Summary:
    """Returns the summary of a thing in this state."""
    paths = KINDS.get(kind, UNKNOWN_KIND)
    status = str(state.get("status") or ("active" if state.get("active", True) else "inactive"))
    sort_at = value_at(state, paths.sort_at)
    text = " ".join([str(value_at(state, name) or "") for name in paths.searched])
    return Summary(
        title=str(value_at(state, paths.title) or ""),
        label=str(value_at(state, paths.label) or "") if paths.label else "",
        status=status,
        open=status not in paths.final,
        sort_at=sort_at if isinstance(sort_at, str) else None,
        search=normalise(text[:8000])[:4000],
    )


def links_of(kind: str, state: Json) -> Iterator[tuple[str, str]]:
    """Yields the relation and id of everything the state refers to."""
    for relation, path in KINDS.get(kind, UNKNOWN_KIND).links.items():
        found = value_at(state, path)
        if isinstance(found, str):
            yield relation, found
    for link in state.get("links") or ():
        yield str(link["relation"]), str(link["id"])


def sole_reader(kind: str, state: Json) -> str | None:
    """Returns the only account that may read it, PROVIDER for what is the provider's own, None for all of the client.

    A notification repeats texts of its thing, internal notes included, so only its recipient may read it.
    """
    path = KINDS.get(kind, UNKNOWN_KIND).sole_reader
    if path:
        return str(value_at(state, path))
    if kind == "delivery" or (kind == "webhook" and state.get("owner_side") == "provider"):
        return str(PROVIDER)
    return None


def value_at(state: Json, path: str) -> Any:
    """Returns the value at a dotted path, or None where the path ends early."""
    if "." not in path:
        return state.get(path)
    value: Any = state
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def normalise(text: str) -> str:
    """Returns the text as it is searched: lower case, no diacritics (ł included), punctuation as blanks."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _DIACRITICS.sub("", unicodedata.normalize("NFKD", plain.replace("ł", "l")))
    return " ".join(_WORD.findall(plain))
