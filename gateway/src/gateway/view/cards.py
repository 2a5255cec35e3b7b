"""What the view needs to know of each kind of thing: its title, label, status, links. Pure; states in, plain values out."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.vocabulary import PROVIDER

State = dict[str, Any]
_MARKS = re.compile("[\u0300-\u036f]+")
"""What is left of diacritics when letters are taken apart."""
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Card:
    """The searchable face of a thing."""

    title: str
    label: str
    status: str
    open: bool
    sort_at: str | None
    search: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How to read one kind's state: fields for title, label and time, the final statuses, and its links."""

    title: str
    label: str = ""
    sort_at: str = ""
    final: frozenset[str] = frozenset()
    searched: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """(relation, path to an id in the state)."""
    reader: str = ""
    """Path to the account that alone may read it."""


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
        "code", "", "created_at", frozenset({"read"}), (), (("told", "account_id"),), reader="account_id"
    ),
    "preferences": Kind("", reader="account_id"),
    "client": Kind("name"),
    "account": Kind("name", "email", "", frozenset(), ("name", "email"), (("is", "person_id"),)),
}
OTHER = Kind("title")


def card(kind: str, state: State) -> Card:
    """The face of a thing in this state."""
    rules = KINDS.get(kind, OTHER)
    status = str(state.get("status") or ("active" if state.get("active", True) else "inactive"))
    status = status.partition(".")[0] if kind != "process" else status
    when = at(state, rules.sort_at)
    text = " ".join([str(at(state, name) or "") for name in rules.searched])
    return Card(
        title=str(at(state, rules.title) or ""),
        label=str(at(state, rules.label) or "") if rules.label else "",
        status=status,
        open=status not in rules.final,
        sort_at=when if isinstance(when, str) else None,
        search=normalise(text[:8000])[:4000],
    )


def links(kind: str, state: State) -> Iterator[tuple[str, str]]:
    """(relation, id) of everything the state points at."""
    for relation, path in KINDS.get(kind, OTHER).links:
        found = at(state, path)
        if isinstance(found, str):
            yield relation, found
    for link in state.get("links") or ():
        yield str(link["relation"]), str(link["id"])


def only_for(kind: str, state: State) -> str | None:
    """The account that alone may read it, PROVIDER for what is the provider's own, None for everybody of the client.

    A notification says what its thing said, internal notes too, so it is nobody's but its reader's.
    """
    reader = KINDS.get(kind, OTHER).reader
    if reader:
        return str(at(state, reader))
    if kind == "delivery" or (kind == "webhook" and state.get("owner_side") == "provider"):
        return str(PROVIDER)
    return None


def at(state: State, path: str) -> Any:
    """The value at a dotted path, None where the path ends early."""
    if "." not in path:
        return state.get(path)
    value: Any = state
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def normalise(text: str) -> str:
    """Text as it is searched: lower case, without diacritics (ł too), punctuation as blanks."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain.replace("ł", "l")))
    return " ".join(_WORD.findall(plain))
