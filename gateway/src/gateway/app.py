"""The composition root of the gateway: everything is built here, once, from settings."""

from hashlib import sha256

from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Signer, Verifier
from chassis.process.clock import SystemClock
from chassis.process.command_line import open_database
from chassis.process.runtime import Runtime
from contracts.tickets.history import LARGEST_HISTORY
from fastapi import FastAPI

from gateway.api.commands import CommandForwarder, command_routes
from gateway.api.events import event_routes
from gateway.api.identity import account_routes, session_routes
from gateway.api.notifications import notification_routes
from gateway.api.openapi import install_openapi
from gateway.api.operations import operation_routes
from gateway.api.things import thing_routes
from gateway.clients.owners import Owners
from gateway.consumers import CONCURRENT_BATCHES, SOURCES, projection
from gateway.identity.authentication import Authentication
from gateway.identity.first_administrator import create_first_administrator
from gateway.identity.password_sign_in import PasswordSignIn
from gateway.panel.mount import mount_panel
from gateway.settings import Settings
from gateway.view.event_stream import EventStream
from gateway.view.projection import clear_view
from gateway.view.queries import View
from gateway.view.status import record_age_forever


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """Returns the whole gateway in the given roles, ready to be served."""
    database = await open_database(settings)
    runtime = Runtime("gateway", settings, roles, database, {"/api/tickets/history": LARGEST_HISTORY})
    clock = SystemClock()
    handle, begin, projected = projection(database)
    follower = runtime.follow(
        SOURCES, handle, begin, delay_seconds=0.0, concurrent_batches=CONCURRENT_BATCHES, on_restored=clear_view
    )
    runtime.in_background("consumers", record_age_forever(database, follower))
    runtime.relay()
    view = View(database, projected)
    stream = EventStream(database, projected)
    runtime.in_background("api", stream.run())
    await create_first_administrator(database, clock, settings.admin_email, settings.admin_password.get_secret_value())
    if "api" in roles:
        token = settings.feed_token.get_secret_value()
        runtime.serve(operation_routes(database, follower, token))
        _add_routes(runtime, settings, view, stream, clock)
    return runtime.app


def _add_routes(runtime: Runtime, settings: Settings, view: View, stream: EventStream, clock: SystemClock) -> None:
    app, database = runtime.app, runtime.database
    authentication = Authentication(database, clock)
    owners = Owners(runtime.session, settings.peers(), Signer.from_file(settings.signing_key_file))
    forwarder = CommandForwarder(authentication, view, owners)
    password_sign_in = PasswordSignIn(database, clock)
    secret = sha256(settings.signing_key_file.read_bytes()).digest()
    runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), clock, secret)
    # Routes are matched in this order, so the most frequent ones come first.
    runtime.serve(thing_routes(authentication, view))
    runtime.serve(command_routes(forwarder))
    runtime.serve(notification_routes(authentication, view, owners))
    runtime.serve(session_routes(authentication, password_sign_in, database))
    runtime.serve(account_routes(runner, authentication, password_sign_in))
    runtime.serve(event_routes(authentication, view, stream))
    install_openapi(app)
    mount_panel(app, authentication, view, stream, clock)  # last, because it answers every other address
