"""Mail as a channel: a letter of the ledger becomes a mail and goes to the mail server."""

from collections.abc import Awaitable, Callable
from email.message import EmailMessage

from chassis.database import Transaction
from chassis.process.clock import Clock

from notifications.commands.end_delivery import Ended, end_mail
from notifications.domain.delivery import Channel, Outcome, Progress
from notifications.storage.ledger import Delivery
from notifications.storage.letters import to_letter
from notifications.texts.mails import Mails

Post = Callable[[EmailMessage, str], Awaitable[Outcome]]
"""Hands a mail for an address to the mail server."""


class MailSender:
    """Sends letters."""

    channel: Channel = "mail"

    def __init__(self, mails: Mails, post: Post, clock: Clock) -> None:
        self._mails = mails
        self._post = post
        self._clock = clock

    async def send(self, delivery: Delivery) -> Outcome:
        letter = to_letter(delivery.content)
        mail = self._mails.write(letter, delivery.event_id, delivery.recipient, self._clock.now())
        return await self._post(mail, letter.to_email)

    async def end(self, transaction: Transaction, delivery: Delivery, ended: Ended) -> Progress:
        return await end_mail(transaction, delivery, to_letter(delivery.content), ended)
