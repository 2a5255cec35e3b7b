"""What a process asks of assets: one function a kind of request, which decides everything before it saves anything.

A refusal becomes the answer, never an error.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import contracts.assets.requests as asked
from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from contracts.assets.commands import OrderAsset, RegisterPerson
from contracts.assets.state import Holder as PublicHolder
from contracts.envelope import Request
from pydantic import BaseModel, ValidationError

from assets.commands.answering import answer
from assets.commands.move_asset import move_asset
from assets.commands.move_person import move_person
from assets.commands.register_asset import order_asset, to_holder, to_money
from assets.commands.register_person import register_person
from assets.commands.return_holdings import return_holdings
from assets.domain import moving
from assets.domain import person as people
from assets.domain.asset import Asset
from assets.domain.choosing import choose
from assets.domain.happening import Happened
from assets.domain.values import Holder, Who
from assets.storage import permits
from assets.storage.permits import Permit
from assets.storage.things import asset, available, person, save_asset, still_available

Fulfil = Callable[[Transaction, Context, Any], Awaitable[Any]]
Body = TypeVar("Body", bound=BaseModel)


async def fulfil_request(transaction: Transaction, context: Context, request: Request) -> None:
    """Does what is asked, or says why not."""
    await answer(transaction, context, _FULFIL[type(request)](transaction, context, request))


def _body(shape: type[Body], **fields: Any) -> Body:
    """The command's body; what does not fit is refused, for a process that is not answered waits for ever."""
    try:
        return shape(**fields)
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
        raise Refusal("http.not_valid", "invalid", fields=wrong) from error


async def _reserve(tx: Transaction, context: Context, r: asked.ReservationRequested) -> None:
    whom = await _who(tx, r.for_person_id)
    chosen = await _best(tx, r.category, r.model_id)
    if chosen is None and r.model_id is not None and r.purpose == "loan":
        chosen = await _best(tx, r.category, None)
    if chosen is None:
        raise Refusal("assets.none_available", category=r.category, model_id=r.model_id)
    await save_asset(tx, context, chosen, [moving.reserve(chosen, whom, r.process_id, context.actor, context.now)])


async def _best(tx: Transaction, category: str, model_id: UUID | None) -> Asset | None:
    """The best one that nobody else takes first, locked."""
    candidates = await available(tx, category, model_id)
    while (best := choose(candidates)) is not None:
        taken = await still_available(tx, best.id)
        if taken is not None:
            return taken
        candidates.remove(best)
    return None


async def _order(tx: Transaction, context: Context, r: asked.OrderRequested) -> None:
    body = _body(
        OrderAsset, category=r.category, model_id=r.model_id, for_person_id=r.for_person_id, name=r.description[:200]
    )
    await order_asset(tx, context, body, process_id=r.process_id)


async def _release(tx: Transaction, context: Context, r: asked.ReleaseRequested) -> None:
    kept = await asset(tx, r.asset_id)
    free = kept.process_id != r.process_id
    await move_asset(tx, context, r.asset_id, moving.confirm_release if free else moving.release)


async def _receive(tx: Transaction, context: Context, r: asked.ReceiptRequested) -> None:
    if (await asset(tx, r.asset_id)).status != "ordered":
        await move_asset(tx, context, r.asset_id, lambda a, by, now: moving.confirm_receipt(a, r.process_id, by, now))
        return
    await move_asset(
        tx, context, r.asset_id, lambda a, by, now: moving.receive(a, r.serial_number, "", by, now), moving.stock
    )


async def _hand_over(tx: Transaction, context: Context, r: asked.HandOverRequested) -> None:
    to = await _holder(tx, r.person_id)
    await move_asset(
        tx, context, r.asset_id, lambda a, by, now: moving.hand_over(a, to, r.note, by, now), process_id=r.process_id
    )


async def _take_back(tx: Transaction, context: Context, r: asked.TakeBackRequested) -> None:
    await move_asset(
        tx, context, r.asset_id, lambda a, by, now: moving.take_back(a, r.to, r.note, by, now), process_id=r.process_id
    )


async def _service(tx: Transaction, context: Context, r: asked.ServiceRequested) -> None:
    await move_asset(
        tx, context, r.asset_id, lambda a, by, now: moving.send_to_service(a, r.stage, r.reason, "", "", by, now)
    )


async def _service_return(tx: Transaction, context: Context, r: asked.ServiceReturnRequested) -> None:
    await move_asset(
        tx,
        context,
        r.asset_id,
        lambda a, by, now: moving.return_from_service(a, r.to, r.outcome, to_money(r.cost), by, now),
        process_id=r.process_id,
    )


async def _loan(tx: Transaction, context: Context, r: asked.LoanRequested) -> None:
    to = await _holder(tx, r.person_id)
    await move_asset(
        tx, context, r.asset_id, lambda a, by, now: moving.loan(a, to, r.for_asset_id, by, now), process_id=r.process_id
    )


async def _loan_return(tx: Transaction, context: Context, r: asked.LoanReturnRequested) -> None:
    await move_asset(
        tx, context, r.asset_id, lambda a, by, now: moving.return_loan(a, r.to, by, now), process_id=r.process_id
    )


async def _retire(tx: Transaction, context: Context, r: asked.RetirementRequested) -> None:
    await _by_decision(tx, context, r, "retire", moving.retire, moving.confirm_retirement)


async def _write_off(tx: Transaction, context: Context, r: asked.WriteOffRequested) -> None:
    await _by_decision(tx, context, r, "end", moving.write_off, moving.confirm_write_off)


async def _by_decision(
    tx: Transaction,
    context: Context,
    r: asked.RetirementRequested | asked.WriteOffRequested,
    move: str,
    do: Callable[[Asset, UUID, str, Actor, datetime], Happened],
    confirm: Callable[[Asset, UUID, str, Actor, datetime], Happened],
) -> None:
    """The move; when somebody was faster by hand, by the same decision, the process is told that it is done."""
    kept = await asset(tx, r.asset_id)  # locked, so that nobody makes the move between the question and the answer
    how = confirm if await permits.was_used(tx, r.decision_id, r.asset_id, move) else do
    await move_asset(tx, context, r.asset_id, lambda a, by, now: how(a, r.decision_id, r.reason, by, now))
    await permits.use_up(tx, Permit(r.decision_id, kept.id, move, kept.client_id, r.process_id), context.now)


async def _register_person(tx: Transaction, context: Context, r: asked.PersonRegistrationRequested) -> None:
    body = _body(
        RegisterPerson,
        name=f"{r.first_name} {r.last_name}".strip(),
        email=r.email,
        private_email=r.personal_email,
        department=r.department,
        job=r.job_title,
        manager_id=r.manager_id,
        starts_on=r.starts_on,
    )
    await register_person(tx, context, body, process_id=r.process_id)


async def _withdraw_person(tx: Transaction, context: Context, r: asked.PersonWithdrawalRequested) -> None:
    await move_person(tx, context, r.person_id, people.withdraw)


async def _activate(tx: Transaction, context: Context, r: asked.PersonActivationRequested) -> None:
    await move_person(tx, context, r.person_id, lambda p, _, by, now: people.activate(p, by, now))


async def _deactivate(tx: Transaction, context: Context, r: asked.PersonDeactivationRequested) -> None:
    await move_person(tx, context, r.person_id, people.deactivate)


async def _give_notice(tx: Transaction, context: Context, r: asked.PersonNoticeRequested) -> None:
    await move_person(
        tx, context, r.person_id, lambda p, _, by, now: people.begin_leaving(p, r.last_day, by, now, r.process_id)
    )


async def _stay(tx: Transaction, context: Context, r: asked.PersonStayRequested) -> None:
    await move_person(tx, context, r.person_id, lambda p, _, by, now: people.stay(p, by, now, r.process_id))


async def _give_back(tx: Transaction, context: Context, r: asked.HoldingsReturnRequested) -> None:
    await return_holdings(tx, context, r.person_id, r.to, r.note, r.process_id)


async def _leave(tx: Transaction, context: Context, r: asked.PersonLeavingRequested) -> None:
    await move_person(tx, context, r.person_id, lambda p, held, by, now: people.leave(p, r.left_on, held, by, now))


async def _who(tx: Transaction, person_id: UUID | None) -> Who | None:
    if person_id is None:
        return None
    found = await person(tx, person_id)
    people.may_hold(found)
    return Who(found.id, found.name)


async def _holder(tx: Transaction, person_id: UUID) -> Holder:
    holder = await to_holder(tx, PublicHolder(kind="person", id=person_id, name=""))
    assert holder is not None, "a person was given"
    return holder


_FULFIL: dict[type[Request], Fulfil] = {
    asked.ReservationRequested: _reserve,
    asked.ReleaseRequested: _release,
    asked.OrderRequested: _order,
    asked.ReceiptRequested: _receive,
    asked.HandOverRequested: _hand_over,
    asked.TakeBackRequested: _take_back,
    asked.ServiceRequested: _service,
    asked.ServiceReturnRequested: _service_return,
    asked.LoanRequested: _loan,
    asked.LoanReturnRequested: _loan_return,
    asked.RetirementRequested: _retire,
    asked.WriteOffRequested: _write_off,
    asked.PersonRegistrationRequested: _register_person,
    asked.PersonWithdrawalRequested: _withdraw_person,
    asked.PersonActivationRequested: _activate,
    asked.PersonDeactivationRequested: _deactivate,
    asked.PersonNoticeRequested: _give_notice,
    asked.PersonStayRequested: _stay,
    asked.HoldingsReturnRequested: _give_back,
    asked.PersonLeavingRequested: _leave,
}
