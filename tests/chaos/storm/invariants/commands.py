"""A command that was answered is there once, one that was refused is not, and one without an answer is there at most once."""

from collections import Counter
from collections.abc import Iterator

from storm.client_log import Given
from storm.evidence import Evidence, Line
from storm.invariants.verdict import Verdict, verdict

Known = dict[tuple[str, str], list[Line]]
"""Service and key, as the journal has it (behind the account) -> the lines that carry it."""
OPENED, MESSAGE, REGISTERED = (
    "tickets.ticket.opened.v1",
    "tickets.ticket.message_added.v1",
    "assets.asset.registered.v1",
)


def every_answered_command_is_there_once(evidence: Evidence) -> Verdict:
    """By the key in the journal: ok exactly once and as answered, refused never, unknown at most once."""
    lines: Known = {}
    for line in evidence.lines():
        if line.key:
            lines.setdefault((line.source, line.key), []).append(line)
    given = evidence.log.by_key()
    answered = [one for one in evidence.log.commands if one.outcome == "ok"]
    wrong = [wrong for one in given for wrong in _wrong(one, lines)]
    return verdict("commands", len(given), wrong + [wrong for one in answered for wrong in _unlike_journal(one, lines)])


def nothing_was_done_twice(evidence: Evidence) -> Verdict:
    """By content: texts that one command only carries stand in one line only, and in none if it was refused."""
    found = Counter(text for line in evidence.lines() if (text := _marker(line)))
    marked = [one for one in evidence.log.by_key() if one.marker]
    return verdict("content", len(marked), (wrong for one in marked for wrong in _unlike(one, found[one.marker])))


def _wrong(given: Given, lines: Known) -> Iterator[str]:
    found = lines.get((given.owner, f"{given.account}/{given.key}"), [])
    most, least = (0, 0) if given.outcome == "refused" else (1, 1 if given.outcome == "ok" else 0)
    if not least <= len(found) <= most:
        yield f"{given.outcome} command {given.key} ({given.path}) is there {len(found)} times"


def _unlike_journal(given: Given, lines: Known) -> Iterator[str]:
    """Every answer, of repetitions too, is what the journal has under the key."""
    for line in lines.get((given.owner, f"{given.account}/{given.key}"), ()):
        if (line.subject, line.version) != (given.thing, given.version):
            there = f"{line.subject} {line.version}"
            yield f"{given.key} was answered with {given.thing} {given.version}; there is {there}"


def _unlike(given: Given, times: int) -> Iterator[str]:
    allowed = {"ok": (1,), "refused": (0,), "unknown": (0, 1)}[given.outcome]
    if times not in allowed:
        yield f"{given.outcome} command {given.key} was done {times} times"


def _marker(line: Line) -> str:
    if line.type == MESSAGE:
        return str(line.change["text"])
    if line.type == OPENED and line.state:
        return str(line.state["title"])
    return str(line.state["tag"]) if line.type == REGISTERED and line.state else ""
