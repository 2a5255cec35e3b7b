"""Something happened: whoever it concerns finds it in the inbox, and in the mail if they want it there."""

from chassis.command import Context
from chassis.database import Transaction
from chassis.identifiers import new_id
from contracts.vocabulary import PROVIDER

from notifications.commands.read_notifications import read_what_is_over
from notifications.domain import events
from notifications.domain.happening import Happening, in_language
from notifications.domain.letter import Letter
from notifications.domain.notification import About, Notification
from notifications.domain.telling import Recipient, Telling, choose, seen_after, tellings
from notifications.storage import last_seen, ledger, notifications
from notifications.storage.directory import ClientCard, client_card, people_for
from notifications.storage.ledger import Entry

Chosen = tuple[Recipient, Telling]


async def tell(transaction: Transaction, context: Context, event: Happening, *, mail: bool) -> None:
    """Writes inbox lines and mails that are due, each once for this event; `mail` is false when there is no mail server."""
    await transaction.scope_to(event.client_id, PROVIDER)
    before = await last_seen.replace(transaction, event.client_id, event.subject, seen_after(event))
    if before is not None:  # nobody was told of a thing before it was seen
        await read_what_is_over(transaction, context, event, before)
    told = tellings(event, before)
    people = await people_for(transaction, event.client_id, told) if told else []
    chosen = choose(told, people, event)
    if chosen:
        await _write(transaction, context, event, chosen, mail=mail)


async def _write(
    transaction: Transaction, context: Context, event: Happening, chosen: list[Chosen], *, mail: bool
) -> None:
    card = await client_card(transaction, event.client_id)
    entries = [Entry(str(person.account_id), "inbox") for person, _ in chosen]
    if mail:
        wanting = [one for one in chosen if one[0].email and one[1].importance in one[0].mail]
        entries += [Entry(str(one[0].account_id), "mail", _letter(event, card, one)) for one in wanting]
    new = await ledger.enter(transaction, context, event.event_id, entries)
    created = [_created(context, event, card, one) for one in chosen if (str(one[0].account_id), "inbox") in new]
    await notifications.create(transaction, context, created)


def _created(context: Context, event: Happening, card: ClientCard, chosen: Chosen) -> events.Created:
    person, telling = chosen
    notification = Notification(
        id=new_id(),
        client_id=event.client_id,
        account_id=person.account_id,
        account_side=person.side,
        event_id=event.event_id,
        code=telling.code,
        importance=telling.importance,
        about=_about(event, person),
        facts=_facts(event, card, person),
        created_at=context.now,
    )
    return events.Created(context.now, context.actor, notification)


def _letter(event: Happening, card: ClientCard, chosen: Chosen) -> Letter:
    person, telling = chosen
    return Letter(
        to_email=person.email,
        to_name=person.name,
        language=person.language,
        time_zone=card.time_zone,
        code=telling.code,
        facts=_facts(event, card, person),
        about=_about(event, person),
    )


def _about(event: Happening, person: Recipient) -> About:
    return About(
        event.about_kind or event.kind, event.about_id or event.subject, in_language(event.title, person.language)
    )


def _facts(event: Happening, card: ClientCard, person: Recipient) -> dict[str, str]:
    facts = {name: in_language(text, person.language) for name, text in event.facts.items()}
    facts |= {"title": in_language(event.title, person.language), "client": card.name}
    return {name: text for name, text in facts.items() if text}
