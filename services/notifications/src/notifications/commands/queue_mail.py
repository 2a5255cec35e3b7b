"""A process asks for a mail to somebody who need not have an account."""

import re
from uuid import UUID

from chassis.command import Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from chassis.journal.publication import refusal_line
from contracts.notifications.codes import TEMPLATES
from contracts.notifications.events import RequestRefused
from contracts.notifications.requests import MessageRequested

from notifications.domain.outgoing_mail import Addressee, MessageRequest, OutgoingMail
from notifications.events import SOURCE
from notifications.storage import deliveries
from notifications.storage.deliveries import NewDelivery
from notifications.storage.directory import client_profile, email_contact

ADDRESS = re.compile(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]{1,190}")


async def queue_mail(transaction: Transaction, context: Context, asked: MessageRequested, *, mail: bool) -> None:
    """The mail is due, or the process is told at once why not. The context's cause is the request."""
    assert context.causation_id is not None, "a message is asked for by a request"
    try:
        if not mail:
            raise Refusal("notifications.mail_is_off")
        made = await _mail(transaction, context, asked, context.causation_id)
        await deliveries.add(transaction, context, context.causation_id, [NewDelivery(made.to_email, "mail", made)])
    except Refusal as refused:
        line = refusal_line(SOURCE, RequestRefused, context, context.causation_id, refused.code, refused.facts)
        await transaction.note([line])


async def _mail(transaction: Transaction, context: Context, asked: MessageRequested, request_id: UUID) -> OutgoingMail:
    if asked.template not in TEMPLATES:
        raise Refusal("notifications.template_unknown", template=asked.template, known=", ".join(TEMPLATES))
    email, name = await _address(transaction, context.client_id, asked)
    client = await client_profile(transaction, context.client_id)
    to = Addressee(asked.to.id, name) if asked.to else None
    return OutgoingMail(
        to_email=email,
        to_name=name,
        language=asked.language,
        time_zone=client.time_zone,
        code=asked.template,
        facts={"client": client.name, **asked.facts},
        request=MessageRequest(request_id, asked.process_id, asked.step, to),
    )


async def _address(transaction: Transaction, client_id: UUID, asked: MessageRequested) -> tuple[str, str]:
    """The address and the name: as the request gives them, else as the directory has them."""
    email, name = asked.to_email.strip(), asked.to_name
    if not email and asked.to is not None:
        contact = await email_contact(transaction, client_id, asked.to.id)
        email, name = (contact.email, name or contact.name) if contact else ("", name)
    if not email:
        raise Refusal("notifications.no_address", to=name)
    if not ADDRESS.fullmatch(email):
        raise Refusal("notifications.address_not_valid", address=email)
    return email, name or (asked.to.name if asked.to else "")
