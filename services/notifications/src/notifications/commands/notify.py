"""An event happened: whoever it concerns finds a notification in the inbox, and in the mail if they want it there."""

from chassis.command import Context
from chassis.database import Transaction
from chassis.identifiers import new_id
from contracts.vocabulary import PROVIDER

from notifications.commands.read_notifications import read_settled
from notifications.domain.events import NotificationCreated
from notifications.domain.incoming_event import IncomingEvent, in_language
from notifications.domain.notification import About, Notification
from notifications.domain.outgoing_mail import OutgoingMail
from notifications.domain.recipients import Notice, Recipient, choose, notices
from notifications.storage import deliveries, snapshots
from notifications.storage.deliveries import NewDelivery
from notifications.storage.directory import ClientProfile, client_profile, recipients_of
from notifications.storage.notifications import NOTIFICATIONS

Chosen = tuple[Recipient, Notice]


async def notify(transaction: Transaction, context: Context, event: IncomingEvent, *, mail: bool) -> None:
    """Writes notifications and mails, each once for this event; `mail` is false when there is no mail server."""
    await transaction.scope_to(event.client_id, PROVIDER)
    before = await snapshots.replace(transaction, event.client_id, event.subject, event.snapshot())
    if before is not None:  # without one, nobody has been notified of the thing
        await read_settled(transaction, context, event, before)
    found = notices(event, before)
    recipients = await recipients_of(transaction, event.client_id, found) if found else []
    chosen = choose(found, recipients, event)
    if chosen:
        await _write(transaction, context, event, chosen, mail=mail)


async def _write(
    transaction: Transaction, context: Context, event: IncomingEvent, chosen: list[Chosen], *, mail: bool
) -> None:
    client = await client_profile(transaction, event.client_id)
    new = [NewDelivery(str(recipient.account_id), "inbox") for recipient, _ in chosen]
    if mail:
        wanting = [one for one in chosen if one[0].email and one[0].mail.includes(one[1].importance)]
        new += [NewDelivery(str(one[0].account_id), "mail", _mail(event, client, one)) for one in wanting]
    added = await deliveries.add(transaction, context, event.event_id, new)
    created = [_created(context, event, client, one) for one in chosen if (str(one[0].account_id), "inbox") in added]
    await NOTIFICATIONS.save_all(transaction, context, [(None, [one]) for one in created])


def _created(context: Context, event: IncomingEvent, client: ClientProfile, chosen: Chosen) -> NotificationCreated:
    recipient, notice = chosen
    notification = Notification(
        id=new_id(),
        client_id=event.client_id,
        account_id=recipient.account_id,
        account_side=recipient.side,
        event_id=event.event_id,
        code=notice.code,
        importance=notice.importance,
        about=_about(event, recipient),
        facts=_facts(event, client, recipient),
        created_at=context.now,
    )
    return NotificationCreated(context.now, context.actor, notification)


def _mail(event: IncomingEvent, client: ClientProfile, chosen: Chosen) -> OutgoingMail:
    recipient, notice = chosen
    return OutgoingMail(
        to_email=recipient.email,
        to_name=recipient.name,
        language=recipient.language,
        time_zone=client.time_zone,
        code=notice.code,
        facts=_facts(event, client, recipient),
        about=_about(event, recipient),
    )


def _about(event: IncomingEvent, recipient: Recipient) -> About:
    title = in_language(event.title, recipient.language)
    return About(event.about_kind or event.kind, event.about_id or event.subject, title)


def _facts(event: IncomingEvent, client: ClientProfile, recipient: Recipient) -> dict[str, str]:
    facts = {name: in_language(text, recipient.language) for name, text in event.facts.items()}
    facts |= {"title": in_language(event.title, recipient.language), "client": client.name}
    return {name: text for name, text in facts.items() if text}
