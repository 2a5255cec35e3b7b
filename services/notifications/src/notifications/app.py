"""The composition root of the notifications service: builds everything, once, from settings."""

from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Verifier
from chassis.process.clock import Clock, SystemClock
from chassis.process.command_line import open_database
from chassis.process.runtime import Runtime
from fastapi import FastAPI

from notifications.api.notifications import notification_routes
from notifications.api.webhooks import webhook_routes
from notifications.domain.addresses import networks
from notifications.reactions import SOURCES
from notifications.reactions.batches import batch_handler
from notifications.settings import Settings
from notifications.texts.mails import Mails
from notifications.timers.mail import MailSender
from notifications.timers.mail_server import mail_server
from notifications.timers.sending import Sending
from notifications.timers.webhook import SIDE_BY_SIDE, WebhookSender


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """The whole service in the given roles, ready to be served."""
    database = await open_database(settings)
    runtime = Runtime("notifications", settings, roles, database)
    clock = SystemClock()
    inside = networks(settings.webhook_inside.split(","))
    smtp_url = settings.smtp_url.get_secret_value()
    runtime.follow(SOURCES, batch_handler(clock, mail=bool(smtp_url)))
    runtime.relay()
    webhooks = Sending(database, clock, WebhookSender(database, clock, inside), side_by_side=SIDE_BY_SIDE)
    runtime.in_background("timers", webhooks.run())
    if smtp_url:
        mail = Sending(database, clock, _mail(settings, smtp_url, clock), per_second=settings.mail_per_second)
        runtime.in_background("timers", mail.run())
    if "api" in roles:
        runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), clock)
        runtime.serve(notification_routes(runner))
        runtime.serve(webhook_routes(runner, inside))
    return runtime.app


def _mail(settings: Settings, smtp_url: str, clock: Clock) -> MailSender:
    mails = Mails(settings.mail_from, settings.public_url)
    return MailSender(mails, mail_server(smtp_url, mails.sender_address()), clock)
