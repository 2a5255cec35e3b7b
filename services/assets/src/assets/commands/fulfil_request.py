"""What a process asks of assets, by kind of request; everything is decided before anything is saved.

A refusal becomes the answer, never an error.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

import contracts.assets.requests as asked
from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from contracts.assets.commands import OrderAsset, RegisterPerson
from contracts.assets.state import Holder
from contracts.envelope import Request
from pydantic import BaseModel, ValidationError

from assets.commands.answer_request import answer
from assets.commands.bodies import content_of
from assets.commands.holders import person_here
from assets.commands.move_asset import move_asset
from assets.commands.move_person import move_person
from assets.commands.register_asset import order_asset
from assets.commands.register_person import register_person
from assets.commands.return_holdings import return_holdings
from assets.commands.save_asset import save_asset
from assets.domain import asset_decisions, person_decisions
from assets.domain.asset import Asset
from assets.domain.asset_evolution import evolve_asset
from assets.domain.best_available import choose
from assets.domain.events import AssetReleased
from assets.storage import permits
from assets.storage.assets import ASSETS, available, still_available
from assets.storage.people import PEOPLE
from assets.storage.permits import Permit

Fulfil = Callable[[Transaction, Context, Any], Awaitable[Any]]
Body = TypeVar("Body", bound=BaseModel)
_ABOUT = ("process_id", "step", "asset_id", "person_id")
"""What of a request is not the content of the move it asks for."""


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


async def _move(tx: Transaction, context: Context, r: Any, move: str) -> None:
    content = content_of(r, *_ABOUT)
    if isinstance(r, asked.HandOverRequested | asked.LoanRequested):
        content["to"] = Holder(kind="person", id=r.person_id, name="")
    await move_asset(tx, context, r.asset_id, move, content, process_id=r.process_id)


async def _reserve(tx: Transaction, context: Context, r: asked.ReservationRequested) -> None:
    person = await person_here(tx, r.for_person_id) if r.for_person_id else None
    chosen = await _best(tx, r)
    if chosen is None and r.model_id is not None and r.purpose == "loan":
        chosen = await _best(tx, r.model_copy(update={"model_id": None}))
    if chosen is None:
        raise Refusal("assets.none_available", category=r.category, model_id=r.model_id)
    kept_for = {"person": person, "process_id": r.process_id}
    event = asset_decisions.decide(chosen, "reserve", context.actor, context.now, **kept_for)
    await save_asset(tx, context, chosen, [event])


async def _best(tx: Transaction, r: asked.ReservationRequested) -> Asset | None:
    """The best one that nobody else takes first, locked."""
    candidates = await available(tx, r.category, r.model_id)
    while (best := choose(candidates)) is not None:
        taken = await still_available(tx, best.id)
        if taken is not None:
            return taken
        candidates.remove(best)
    return None


async def _order(tx: Transaction, context: Context, r: asked.OrderRequested) -> None:
    about = {"category": r.category, "model_id": r.model_id, "for_person_id": r.for_person_id}
    await order_asset(tx, context, _body(OrderAsset, **about, name=r.description[:200]), process_id=r.process_id)


async def _release(tx: Transaction, context: Context, r: asked.ReleaseRequested) -> None:
    """What is kept for somebody else, or nobody, stays as it is; the process is told that it is not kept for it."""
    asset = await ASSETS.get(tx, r.asset_id)
    if asset.process_id == r.process_id:
        event = asset_decisions.decide(asset, "release", context.actor, context.now)
    else:
        event = AssetReleased(context.now, context.actor, already=True)
    await save_asset(tx, context, asset, [event])


async def _receive(tx: Transaction, context: Context, r: asked.ReceiptRequested) -> None:
    """What has come is put into stock, where it is kept for whom it was ordered."""
    asset, by = await ASSETS.get(tx, r.asset_id), (context.actor, context.now)
    if asset.status != "ordered":
        await save_asset(tx, context, asset, [asset_decisions.confirm_receipt(asset, r.process_id, *by)])
        return
    received = asset_decisions.decide(asset, "receive", *by, serial=r.serial_number)
    stocked = asset_decisions.decide(evolve_asset(asset, received), "stock", *by)
    await save_asset(tx, context, asset, [received, stocked])


async def _retire(tx: Transaction, context: Context, r: asked.RetirementRequested) -> None:
    do = partial(asset_decisions.decide, move="retire")
    await _by_decision(tx, context, r, "retire", do, asset_decisions.confirm_retirement)


async def _write_off(tx: Transaction, context: Context, r: asked.WriteOffRequested) -> None:
    await _by_decision(tx, context, r, "end", asset_decisions.write_off, asset_decisions.confirm_write_off)


async def _by_decision(
    tx: Transaction,
    context: Context,
    r: asked.RetirementRequested | asked.WriteOffRequested,
    move: str,
    do: Callable[..., Any],
    confirm: Callable[..., Any],
) -> None:
    """The move; when somebody was faster by hand, by the same decision, the process is told that it is done."""
    asset = await ASSETS.get(
        tx, r.asset_id
    )  # locked, so that nobody makes the move between the question and the answer
    how = confirm if await permits.was_used(tx, r.decision_id, r.asset_id, move) else do
    event = how(asset, by=context.actor, now=context.now, decision_id=r.decision_id, reason=r.reason)
    await save_asset(tx, context, asset, [event])
    await permits.use_up(tx, Permit(r.decision_id, asset.id, move, asset.client_id, r.process_id), context.now)


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


async def _move_person(tx: Transaction, context: Context, r: Any, move: str) -> None:
    await move_person(tx, context, r.person_id, move, content_of(r, *_ABOUT))


async def _leave(tx: Transaction, context: Context, r: asked.PersonLeavingRequested) -> None:
    await move_person(tx, context, r.person_id, "leave", {"last_day": r.left_on})


async def _notice(tx: Transaction, context: Context, r: Any, decide: Callable[..., Any]) -> None:
    person = await PEOPLE.get(tx, r.person_id)
    event = decide(person, r.process_id, context.actor, context.now, **content_of(r, *_ABOUT))
    await PEOPLE.save(tx, context, person, [event])


async def _give_back(tx: Transaction, context: Context, r: asked.HoldingsReturnRequested) -> None:
    await return_holdings(tx, context, r.person_id, r.to, r.note, r.process_id)


_FULFIL: dict[type[Request], Fulfil] = {
    asked.ReservationRequested: _reserve,
    asked.ReleaseRequested: _release,
    asked.OrderRequested: _order,
    asked.ReceiptRequested: _receive,
    asked.HandOverRequested: partial(_move, move="hand_over"),
    asked.TakeBackRequested: partial(_move, move="take_back"),
    asked.ServiceRequested: partial(_move, move="send_to_service"),
    asked.ServiceReturnRequested: partial(_move, move="return_from_service"),
    asked.LoanRequested: partial(_move, move="loan"),
    asked.LoanReturnRequested: partial(_move, move="return_loan"),
    asked.RetirementRequested: _retire,
    asked.WriteOffRequested: _write_off,
    asked.PersonRegistrationRequested: _register_person,
    asked.PersonWithdrawalRequested: partial(_move_person, move="withdraw"),
    asked.PersonActivationRequested: partial(_move_person, move="activate"),
    asked.PersonDeactivationRequested: partial(_move_person, move="deactivate"),
    asked.PersonNoticeRequested: partial(_notice, decide=person_decisions.give_notice),
    asked.PersonStayRequested: partial(_notice, decide=person_decisions.take_notice_back),
    asked.HoldingsReturnRequested: _give_back,
    asked.PersonLeavingRequested: _leave,
}
