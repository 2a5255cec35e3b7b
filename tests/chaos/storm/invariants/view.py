"""The gateway's view is what its owners say: every thing in its last state, every event once, the counts true."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from storm.evidence import Evidence
from storm.invariants.verdict import Verdict, verdict

Face = tuple[str, int, Mapping[str, Any]]
"""Id, version and state of a thing."""


def the_view_equals_its_owners(evidence: Evidence) -> Verdict:
    """SHA-256 over all things on both sides, in their order; when it differs, which ones."""
    owners = {line.subject: (line.subject, line.version, line.state or {}) for line in evidence.last_lines().values()}
    seen = {one.id: (one.id, one.version, one.state) for one in evidence.things}
    if digest(owners.values()) == digest(seen.values()):
        return verdict("view", len(owners), ())
    differ = [name for name in owners.keys() | seen.keys() if owners.get(name) != seen.get(name)]
    return verdict("view", len(owners), (_difference(name, owners.get(name), seen.get(name)) for name in differ))


def the_timeline_has_every_line_once(evidence: Evidence) -> Verdict:
    """The view's events are exactly the journals' lines."""
    lines = Counter((line.subject, line.version, line.id) for line in evidence.lines())
    seen = Counter((subject, version, event) for subject, version, event, _ in evidence.timeline)
    wrong = [f"missing in the timeline: {one}" for one in (lines - seen)]
    wrong += [f"too often in the timeline: {one}" for one in (seen - lines)]
    return verdict("timeline", sum(lines.values()), wrong)


def the_counts_are_true(evidence: Evidence) -> Verdict:
    """The start page's numbers are what one would count."""
    counted = Counter((one.client, one.kind, one.next_side) for one in evidence.things if one.next_side)
    differ = [place for place in counted.keys() | evidence.counts.keys()
              if counted[place] != evidence.counts.get((place[0], place[1], place[2] or ""), 0)]  # fmt: skip
    return verdict("counts", len(counted), (f"{place}: {counted[place]} counted" for place in differ))


def digest(faces: Iterable[Face]) -> str:
    """SHA-256 over things in the order of their ids."""
    total = hashlib.sha256()
    for name, version, state in sorted(faces, key=lambda face: face[0]):
        total.update(json.dumps([name, version, state], sort_keys=True).encode())
    return total.hexdigest()


def _difference(name: str, owner: Face | None, seen: Face | None) -> str:
    if owner is None or seen is None:
        return f"{name} is only {'in the view' if owner is None else 'at its owner'}"
    return f"{name}: owner at version {owner[1]}, view at {seen[1]}"
