"""The HTTP side: what is answered, what is refused, and what a preview leaves behind (nothing)."""

from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from contracts.processes.state import Preview
from contracts.processes.state import Process as PublicProcess

ANNA = Actor("client", "Anna Nowak", UUID(int=901), frozenset({"decider"}))
PIOTR = Actor("provider", "Piotr", UUID(int=902), frozenset({"coordinator"}))
FREE = {"for_person": {"id": str(UUID(int=802)), "name": "Ewa Lis"}, "subject": "Figma"}
COSTLY = {**FREE, "expected_cost": {"amount": 50_000, "currency": "PLN"}}


async def start(http: Any, form: dict[str, Any], **more: Any) -> Any:
    return await http.post(ANNA, "/processes", {"scenario": "user_request", "inputs": form, **more})


async def test_a_start_is_answered_with_the_process_as_the_contract_has_it(http: Any) -> None:
    status, state = await start(http, FREE)

    process = PublicProcess.model_validate(state)
    assert (status, process.status) == (201, "running")
    assert process.next_move is not None
    assert (process.next_move.side, process.next_move.team) == ("provider", "service_desk")


async def test_the_provider_starts_nothing_but_may_prepare_it(http: Any, service: Any) -> None:
    body = {"scenario": "user_request", "inputs": FREE}

    refused = await http.post(PIOTR, "/processes", body)
    prepared, draft = await http.post(PIOTR, "/processes", {**body, "draft": True})
    pushed = await http.post(PIOTR, f"/processes/{draft['id']}/start", {})
    started, process = await http.post(ANNA, f"/processes/{draft['id']}/start", {})

    codes = [(status, problem["code"]) for status, problem in (refused, pushed)]
    assert codes == [(403, "processes.not_your_move")] * 2
    assert (prepared, draft["started_by"], draft["next_move"]["side"]) == (201, None, "client")
    assert (started, process["status"], process["started_by"]["id"]) == (200, "running", str(ANNA.id))
    assert len(await service.rows("SELECT 1 FROM process")) == 1


async def test_a_preview_says_what_it_will_be_and_writes_nothing(http: Any, service: Any) -> None:
    body = {"scenario": "user_request", "inputs": COSTLY}

    status, found = await http.post(ANNA, "/processes/preview", body)

    preview = Preview.model_validate(found)
    assert (status, preview.cost.amount, [one.step for one in preview.decisions]) == (200, 50_000, ["approve"])
    for table in ("process", "decision", "request", "journal"):
        assert await service.rows(f"SELECT 1 FROM {table}") == []


async def test_a_preview_assumes_no_option_that_nobody_offers(http: Any) -> None:
    body = {"scenario": "user_request", "inputs": COSTLY, "options": {"approve": "for_free"}}

    status, problem = await http.post(ANNA, "/processes/preview", body)

    assert (status, problem["code"]) == (422, "processes.option_unknown")


async def test_a_repeated_key_starts_one_process(http: Any, service: Any) -> None:
    body = {"scenario": "user_request", "inputs": FREE}

    first = await http.post(ANNA, "/processes", body, idempotency_key="k")
    again = await http.post(ANNA, "/processes", body, idempotency_key="k")

    assert (first, first[0]) == (again, 201)
    assert len(await service.rows("SELECT 1 FROM process")) == 1


async def test_a_repeated_key_decides_once_and_is_answered_the_same(http: Any, service: Any) -> None:
    _, process = await start(http, COSTLY)
    (decision,) = await service.decisions(UUID(process["id"]))
    body = {"verdict": "approved", "option": "approve"}

    first = await http.post(ANNA, f"/decisions/{decision.id}/decide", body, idempotency_key="k")
    again = await http.post(ANNA, f"/decisions/{decision.id}/decide", body, idempotency_key="k")

    assert first == again
    assert (first[0], first[1]["status"]) == (200, "approved")


async def test_a_decision_at_another_version_is_refused(http: Any, service: Any) -> None:
    _, process = await start(http, COSTLY)
    (decision,) = await service.decisions(UUID(process["id"]))
    await http.post(ANNA, f"/decisions/{decision.id}/view", {})

    status, problem = await http.post(
        ANNA, f"/decisions/{decision.id}/decide", {"verdict": "rejected", "reason": "x"}, if_match='"1"'
    )

    assert (status, problem["code"]) == (412, "http.version_is_another")


async def test_a_draft_is_filled_in_and_started_and_nobody_is_asked_before(http: Any, service: Any) -> None:
    _, draft = await start(http, {"subject": "Figma"}, draft=True)
    assert await service.rows("SELECT 1 FROM request") == []

    await http.post(ANNA, f"/processes/{draft['id']}/form", {"inputs": FREE})
    status, started = await http.post(ANNA, f"/processes/{draft['id']}/start", {})

    assert (status, started["status"]) == (200, "running")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("for_person", "Ewa"),
        ("for_person", {"id": "7", "name": "Ewa"}),
        ("subject", {"a": 1}),
        ("subject", "x" * 201),
        ("expected_cost", {"amount": 12.5, "currency": "PLN"}),
        ("expected_cost", {"amount": 10**30, "currency": "PLN"}),
        ("expected_cost", {"amount": float("inf"), "currency": "PLN"}),
        ("expected_cost", {"amount": 1, "currency": "XXX"}),
        ("needed_by", "9999-12-31"),
        ("needed_by", "2026-W12-1"),
        ("kind", "car"),
        ("colour", "red"),
    ],
)
@pytest.mark.parametrize("path", ["/processes", "/processes/preview"])
async def test_a_form_that_does_not_fit_names_the_field(http: Any, path: str, field: str, value: Any) -> None:
    status, problem = await http.post(ANNA, path, {"scenario": "user_request", "inputs": {**FREE, field: value}})

    assert (status, problem["code"]) == (422, "processes.form_invalid")
    assert list(problem["facts"]["fields"]) == [field]


@pytest.mark.parametrize("subject", ["nul \u0000", "half \ud800"])
async def test_characters_that_cannot_be_stored_are_refused(http: Any, subject: str) -> None:
    status, _ = await start(http, {**FREE, "subject": subject})

    assert status == 422


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("cancel", {"reason": "x"}),
        ("steps/carry_out/findings", {"outputs": {}}),
        ("steps/carry_out/retry", {"reason": "x"}),
    ],
)
async def test_a_process_of_another_client_is_not_there(http: Any, path: str, body: Any) -> None:
    _, process = await start(http, FREE)
    http.client_id = UUID(int=77)

    status, problem = await http.post(ANNA, f"/processes/{process['id']}/{path}", body)

    assert (status, problem["code"]) == (404, "processes.not_found")


async def test_a_decision_of_another_client_is_not_there(http: Any, service: Any) -> None:
    _, process = await start(http, COSTLY)
    (decision,) = await service.decisions(UUID(process["id"]))
    http.client_id = UUID(int=77)

    status, problem = await http.post(
        ANNA, f"/decisions/{decision.id}/decide", {"verdict": "approved", "option": "approve"}
    )

    assert (status, problem["code"]) == (404, "processes.decision_not_found")


@pytest.mark.parametrize(("move", "body"), [("retry", {"reason": "x"}), ("findings", {"outputs": {"price": 1}})])
async def test_a_step_that_is_not_there_is_not_found(http: Any, move: str, body: dict[str, Any]) -> None:
    _, process = await start(http, FREE)

    status, problem = await http.post(PIOTR, f"/processes/{process['id']}/steps/fly/{move}", body)

    assert (status, problem["code"]) == (404, "processes.step_unknown")
