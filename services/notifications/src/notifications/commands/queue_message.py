"""A process asks for a mail to somebody who need not have an account."""

import re

from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from contracts.notifications.codes import TEMPLATES
from contracts.notifications.requests import MessageRequested

from notifications.domain.letter import Asked, Letter
from notifications.events import refused
from notifications.storage import ledger
from notifications.storage.directory import client_card, mailbox_of
from notifications.storage.ledger import Entry

ADDRESS = re.compile(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]{1,190}")


async def queue_message(transaction: Transaction, context: Context, request: MessageRequested, *, mail: bool) -> None:
    """The mail is due, or the process is told at once why not. The context's cause is the request."""
    assert context.causation_id is not None, "a message is asked for by a request"
    try:
        if not mail:
            raise Refusal("notifications.mail_is_off")
        letter = await _letter(transaction, context, request)
        await ledger.enter(transaction, context, context.causation_id, [Entry(letter.to_email, "mail", letter)])
    except Refusal as refusal:
        await transaction.note([refused(context, context.causation_id, refusal.code, refusal.facts)])


async def _letter(transaction: Transaction, context: Context, request: MessageRequested) -> Letter:
    if request.template not in TEMPLATES:
        raise Refusal("notifications.template_unknown", template=request.template, known=", ".join(TEMPLATES))
    email, name = request.to_email.strip(), request.to_name
    if not email and request.to is not None:
        mailbox = await mailbox_of(transaction, context.client_id, request.to.id)
        email, name = (mailbox.email, name or mailbox.name) if mailbox else ("", name)
    if not email:
        raise Refusal("notifications.no_address", to=name)
    if not ADDRESS.fullmatch(email):
        raise Refusal("notifications.address_not_valid", address=email)
    card = await client_card(transaction, context.client_id)
    assert context.causation_id is not None
    return Letter(
        to_email=email,
        to_name=name or (request.to.name if request.to else ""),
        language=request.language,
        time_zone=card.time_zone,
        code=request.template,
        facts={"client": card.name, **request.facts},
        asked=Asked(context.causation_id, request.process_id, request.step, request.to.id if request.to else None),
    )
