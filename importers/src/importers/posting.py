"""Posts checked rows and mapped histories to the gateway, and counts the answers.

Nothing is checked here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contracts.tickets.history import BatchAnswer, HistoryBatch, TicketAnswer, TicketHistory

from importers.assets import by_names
from importers.checked_tables import CheckedTable, TableRow
from importers.command_bodies import Body, body_of, find, has_another_holder, in_order, is_same, keys_of
from importers.findings import Finding
from importers.gateway_client import Gateway, GatewayError, Json, key_of
from importers.table_kinds import ImportContext, Thing

BATCH_TICKETS = 200
BATCH_MOVES = 1_500
"""A batch is one transaction of the owner, so it stays small enough to be quick."""
HISTORY_PATH = "/api/tickets/history"

Advance = Callable[[int], None]


@dataclass(slots=True)
class Outcome:
    """The result of an import: every row is counted once, as applied, already there or refused."""

    rows: int = 0
    applied: int = 0
    already_there: int = 0
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> Json:
        """Without the findings."""
        return {
            "rows": self.rows,
            "applied": self.applied,
            "already_there": self.already_there,
            "refused": self.refused,
            "reported": len(self.findings),
            **self.counts,
        }


def post_histories(
    gateway: Gateway, client: str, histories: Iterable[TicketHistory], outcome: Outcome, advance: Advance
) -> None:
    """Posts histories in batches; each ticket's answer goes into the account.

    A batch needs no idempotency key: its tickets and moves have keys and digests of their own, which outlast a run.
    """
    for batch in batches(histories):
        body = HistoryBatch(client=UUID(client), tickets=tuple(batch)).model_dump(mode="json", exclude_defaults=True)
        answer = gateway.send("POST", HISTORY_PATH, body, {"Opslayer-Client": client})
        if not answer.accepted:
            raise GatewayError(
                f"{HISTORY_PATH} refused a batch ({answer.code}). Nothing of it was taken; run it again."
            )
        answers = {one.external_key: one for one in BatchAnswer.model_validate(answer.body).tickets}
        for history in batch:
            _count_answer(history, answers.get(history.external_key), outcome)
            advance(history.rows)


def batches(histories: Iterable[TicketHistory]) -> Iterator[list[TicketHistory]]:
    """Histories in groups that are bounded by tickets and by moves."""
    batch: list[TicketHistory] = []
    moves = 0
    for history in histories:
        if batch and (len(batch) == BATCH_TICKETS or moves + len(history.moves) > BATCH_MOVES):
            yield batch
            batch, moves = [], 0
        batch.append(history)
        moves += len(history.moves)
    if batch:
        yield batch


def _count_answer(history: TicketHistory, answer: TicketAnswer | None, outcome: Outcome) -> None:
    result = answer.outcome if answer is not None else "refused"
    outcome.counts[f"tickets_{result}"] = outcome.counts.get(f"tickets_{result}", 0) + 1
    if answer is None or result == "refused":
        outcome.refused += history.rows
        code = answer.code if answer else "no_answer"
        outcome.findings.append(Finding(0, "", "history_refused", code, history.external_key))
        return
    new = len(history.moves) if result == "created" else answer.moves_applied
    applied = sum(not move.inferred for move in history.moves[len(history.moves) - new :])
    outcome.applied += applied
    outcome.already_there += history.rows - applied
    outcome.findings += [
        Finding(0, "", "move_refused", problem.code, problem.external_key, "noted") for problem in answer.problems
    ]


class TablePosting:
    """Posts the rows of tables of one client."""

    def __init__(self, gateway: Gateway, client: Mapping[str, Any]) -> None:
        self._gateway = gateway
        self._client = str(client["id"])
        self._currency = str(client.get("currency") or "PLN")
        self._things: dict[str, dict[str, Thing]] = {}

    def context(self) -> ImportContext:
        """What the gateway has: people by email, models by name."""
        people = self._known("people")
        return ImportContext(people, by_names(self._known("models").values()), self._currency)

    def post(self, kind: str, table: CheckedTable, advance: Advance) -> Outcome:
        """Posts the good rows of a table: those that are not there yet, or there but different."""
        refused = table.refused_lines
        outcome = Outcome(len(table.rows) + refused, refused=refused, findings=list(table.findings))
        context = self.context()
        for row in in_order(kind, table.rows):
            self._post_row(kind, row, body_of(kind, row.values, context), outcome)
            advance(1)
        return outcome

    def _post_row(self, kind: str, row: TableRow, body: Body, outcome: Outcome) -> None:
        things = self._known(kind)
        known = find(kind, body, things)
        if known is not None and has_another_holder(body, known):
            other = str((known.get("holder") or {}).get("name", ""))
            outcome.findings.append(Finding(row.line, "holder", "holder_differs", other, row.key, "noted"))
        if known is not None and is_same(body, known):
            outcome.already_there += 1
            return
        path = f"/api/{kind}"
        about = f"{known['id']} {known['version']}" if known is not None else ""
        sent: Body = {**body, "client": self._client}
        answer = self._gateway.post(path, sent, key_of(path, sent, about), self._client)
        if not answer.accepted:
            outcome.refused += 1
            outcome.findings.append(Finding(row.line, "", "row_refused", answer.code, row.key))
        elif known is not None and answer.body.get("version") == known.get("version"):
            outcome.already_there += 1
        else:
            outcome.applied += 1
            self._remember(kind, body, answer.body)

    def _known(self, kind: str) -> dict[str, Thing]:
        if kind not in self._things:
            self._things[kind] = {}
            for thing in self._gateway.all(f"/api/{kind}", client=self._client):
                self._remember(kind, {}, thing)
        return self._things[kind]

    def _remember(self, kind: str, body: Body, thing: Thing) -> None:
        for key in {*keys_of(kind, thing), *(keys_of(kind, body) if body else ())}:
            self._things[kind][key] = thing
