"""The composition root of the notifications service: builds everything, once, from settings."""

from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Verifier
from chassis.process.clock import Clock, SystemClock
from chassis.process.command_line import open_database
from chassis.process.runtime import Runtime
from fastapi import FastAPI

from notifications.api.notifications import notification_routes
from notifications.api.webhooks import webhook_routes
from notifications.domain.network_addresses import networks
from notifications.reactions import SOURCES
from notifications.reactions.batches import batch_handler
from notifications.settings import Settings
from notifications.texts.mail_rendering import MailRenderer
from notifications.timers.delivery_loop import DeliveryLoop
from notifications.timers.mail_channel import MailChannel
from notifications.timers.mail_server import mail_server
from notifications.timers.webhook_channel import CONCURRENCY, WebhookChannel


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """The whole service in the given roles, ready to be served."""
    database = await open_database(settings)
    runtime = Runtime("notifications", settings, roles, database)
    clock = SystemClock()
    private = networks(settings.webhook_private_networks.split(","))
    smtp_url = settings.smtp_url.get_secret_value()
    runtime.follow(SOURCES, batch_handler(clock, mail=bool(smtp_url)))
    runtime.relay()
    webhooks = DeliveryLoop(database, clock, WebhookChannel(database, clock, private), concurrency=CONCURRENCY)
    runtime.in_background("timers", webhooks.run())
    if smtp_url:
        mail = DeliveryLoop(database, clock, _mail(settings, smtp_url, clock), per_second=settings.mail_per_second)
        runtime.in_background("timers", mail.run())
    if "api" in roles:
        runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), clock)
        runtime.serve(notification_routes(runner))
        runtime.serve(webhook_routes(runner, private))
    return runtime.app


def _mail(settings: Settings, smtp_url: str, clock: Clock) -> MailChannel:
    renderer = MailRenderer(settings.mail_from, settings.public_url)
    return MailChannel(renderer, mail_server(smtp_url, renderer.sender_address()), clock)
