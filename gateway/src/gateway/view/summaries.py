"""Summarises public states: the title, label, status, links and search text of each kind of thing. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
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

    title: str
    label: str = ""
    sort_at: str = ""
    final: frozenset[str] = frozenset()
    searched: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of a relation and the path to an id in the state."""
    sole_reader: str = ""
    """The path to the only account that may read it."""


KINDS: dict[str, Kind] = {
    "ticket": Kind(
        "title",
        "number",
        "opened_at",
        frozenset({"closed", "rejected", "cancelled"}),
        (
            "number",
            "title",
            "description",
            "category",
            "reported_by",
            "requester.name",
            "assignee.name",
            "imported.key",
        ),
        (
            ("about", "asset_id"),
            ("for", "person_id"),
            ("step_of", "step.process_id"),
            ("follows", "follows"),
            ("requester", "requester.id"),
            ("assignee", "assignee.id"),
        ),
    ),
    "asset": Kind(
        "name",
        "tag",
        "created_at",
        frozenset({"gone"}),
        ("tag", "serial", "name", "holder.name"),
        (
            ("model", "model_id"),
            ("holder", "holder.id"),
            ("reserved_for", "reserved_for.id"),
            ("step_of", "process_id"),
        ),
    ),
    "model": Kind("name", "manufacturer", "", frozenset(), ("name", "manufacturer", "category")),
    "person": Kind(
        "name",
        "email",
        "created_at",
        frozenset({"left"}),
        ("name", "email", "department", "site"),
        (("manager", "manager.id"),),
    ),
    "process": Kind(
        "about.pl",
        "title.pl",
        "opened_at",
        frozenset({"completed", "completed_with_exceptions", "cancelled", "failed"}),
        ("about.pl", "about.en", "title.pl", "title.en"),
        (("started_by", "started_by.id"),),
    ),
    "decision": Kind(
        "question.pl",
        "",
        "requested_at",
        frozenset({"approved", "rejected", "changes_requested", "expired", "withdrawn", "superseded"}),
        ("question.pl", "question.en", "about.pl"),
        (("decides", "process_id"),),
    ),
    "scenario": Kind("title.pl", "key"),
    "handover": Kind(
        "asset_tag",
        "",
        "at",
        frozenset(),
        ("asset_tag",),
        (("asset", "asset_id"), ("from", "from_holder.id"), ("to", "to_holder.id")),
    ),
    "notification": Kind(
        "code", "", "created_at", frozenset({"read"}), (), (("told", "account_id"),), sole_reader="account_id"
    ),
    "preferences": Kind("", sole_reader="account_id"),
    "client": Kind("name"),
    "account": Kind("name", "email", "", frozenset(), ("name", "email"), (("is", "person_id"),)),
}
UNKNOWN_KIND = Kind("title")


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
    for relation, path in KINDS.get(kind, UNKNOWN_KIND).links:
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
