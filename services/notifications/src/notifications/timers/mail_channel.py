"""Mail as a channel: a delivery's mail is rendered and handed to the mail server."""

from collections.abc import Awaitable, Callable
from email.message import EmailMessage

from chassis.process.clock import Clock

from notifications.commands.record_attempt import record_mail_attempt
from notifications.domain.delivery import Channel, Delivery, Outcome
from notifications.storage.deliveries import mail_of
from notifications.texts.mail_rendering import MailRenderer

Post = Callable[[EmailMessage, str], Awaitable[Outcome]]
"""Hands a mail for an address to the mail server."""


class MailChannel:
    """Sends mails."""

    name: Channel = "mail"
    record = staticmethod(record_mail_attempt)

    def __init__(self, renderer: MailRenderer, post: Post, clock: Clock) -> None:
        self._renderer = renderer
        self._post = post
        self._clock = clock

    async def send(self, delivery: Delivery) -> Outcome:
        mail = mail_of(delivery)
        message = self._renderer.render(mail, delivery.event_id, delivery.recipient, self._clock.now())
        return await self._post(message, mail.to_email)
