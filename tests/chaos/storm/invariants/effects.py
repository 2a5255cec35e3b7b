"""What happened in one service had its effect in the others, once."""

from collections import Counter
from collections.abc import Iterator

from storm.evidence import Evidence, Line
from storm.invariants.verdict import Verdict, verdict

TASK, OPENED = "processes.task.requested.v1", "tickets.ticket.opened.v1"
DECISION, ASKED = "processes.decision.requested.v1", "decision.decide"


def consumers_are_where_the_owners_are(evidence: Evidence) -> Verdict:
    """Every watermark is at its owner's head: nothing missing, nothing applied that is not there."""
    wrong = [
        f"{consumer} has applied {marks} of {source}, which is at {evidence.heads[source]}"
        for (consumer, source), marks in evidence.marks.items()
        if marks != evidence.heads[source]
    ]
    return verdict("watermarks", sum(map(len, evidence.marks.values())), wrong)


def every_request_was_answered_once(evidence: Evidence) -> Verdict:
    """Every request of a process led to something at its addressee, and to nothing twice; a task to one ticket."""
    requests = [line for line in evidence.journals["processes"] if line.addressee]
    answers: dict[str, Counter[str]] = {}
    for line in evidence.lines():
        if line.cause and line.source != "processes":
            answers.setdefault(line.cause, Counter())[line.type] += 1
    return verdict(
        "requests", len(requests), (wrong for one in requests for wrong in _wrong(one, answers.get(one.id, Counter())))
    )


def every_decision_reached_its_deciders(evidence: Evidence) -> Verdict:
    """Every decision that was asked for is once in the inbox of each of its client's deciders."""
    told = Counter((one.about, one.account) for one in evidence.told if one.code == ASKED)
    wanted = [
        (line.subject, account)
        for line in evidence.journals["processes"]
        if line.type == DECISION
        for account in evidence.deciders.get(line.client, ())
    ]
    wrong = [f"{account} was told {told[one, account]} times of decision {one}" for one, account in wanted
             if told[one, account] != 1]  # fmt: skip
    return verdict("decisions_told", len(wanted), wrong)


def nothing_is_parked(evidence: Evidence) -> Verdict:
    """No event waits for an operator."""
    wrong = [f"{service}: {one}" for service, parked in evidence.parked.items() for one in parked]
    return verdict("parked", len(evidence.parked), wrong)


def _wrong(request: Line, answers: Counter[str]) -> Iterator[str]:
    if not answers:
        yield f"{request.type} {request.id} was never answered"
    yield from (f"{request.type} {request.id} led to {name} {n} times" for name, n in answers.items() if n > 1)
    refused = sum(n for name, n in answers.items() if name.endswith("request.refused.v1"))
    if refused and len(answers) > 1:
        yield f"{request.type} {request.id} was refused and led to {sorted(answers)}"
    if request.type == TASK and answers and answers[OPENED] + refused != 1:
        yield f"task {request.id} has {answers[OPENED]} tickets and {refused} refusals"
