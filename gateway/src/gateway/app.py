"""The composition root of the gateway: builds everything, once, from settings."""

from hashlib import sha256

from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Signer, Verifier
from chassis.process.clock import SystemClock
from chassis.process.command_line import open_database
from chassis.process.runtime import Runtime
from contracts.tickets.history import LARGEST_HISTORY
from fastapi import FastAPI

from gateway.api.commands import Dispatch, command_routes
from gateway.api.document import describe
from gateway.api.events import event_routes
from gateway.api.identity import account_routes, session_routes
from gateway.api.inbox import inbox_routes
from gateway.api.operations import operation_routes
from gateway.api.preferences import preference_routes
from gateway.api.things import thing_routes
from gateway.clients.owners import Owners
from gateway.consumers import AHEAD, SOURCES, projection
from gateway.identity.authentication import Authentication
from gateway.identity.commanding import IdentityCommands
from gateway.identity.first_administrator import make_first_administrator
from gateway.identity.signing_in import SigningIn
from gateway.panel.composing import add_panel
from gateway.settings import Settings
from gateway.view.head import keep_telling
from gateway.view.reading import View
from gateway.view.rebuilding import clear
from gateway.view.stream import Stream


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """The whole gateway in the given roles, ready to be served."""
    database = await open_database(settings)
    runtime = Runtime("gateway", settings, roles, database, {"/api/tickets/history": LARGEST_HISTORY})
    clock = SystemClock()
    handle, begin, projected = projection(database)
    follower = runtime.follow(SOURCES, handle, begin, headway=0.0, ahead=AHEAD, taken_back=clear)
    runtime.in_background("consumers", keep_telling(database, follower))
    runtime.relay()
    view = View(database, projected)
    stream = Stream(database, projected)
    runtime.in_background("api", stream.run())
    await make_first_administrator(database, clock, settings.admin_email, settings.admin_password.get_secret_value())
    if "api" in roles:
        token = settings.feed_token.get_secret_value()
        runtime.serve(operation_routes(database, follower, token))
        _add_routes(runtime, settings, view, stream, clock)
    return runtime.app


def _add_routes(runtime: Runtime, settings: Settings, view: View, stream: Stream, clock: SystemClock) -> None:
    app, database = runtime.app, runtime.database
    authentication = Authentication(database, clock)
    owners = Owners(runtime.session, settings.peers(), Signer.from_file(settings.signing_key_file))
    dispatch = Dispatch(authentication, view, owners)
    signing_in = SigningIn(database, clock)
    secret = sha256(settings.signing_key_file.read_bytes()).digest()
    runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), clock, secret)
    commands = IdentityCommands(database, runner, authentication)
    # Routes are searched in this order: what is asked for most comes first.
    runtime.serve(thing_routes(authentication, view))
    runtime.serve(command_routes(dispatch))
    runtime.serve(inbox_routes(authentication, view, owners))
    runtime.serve(preference_routes(authentication, owners))
    runtime.serve(session_routes(authentication, signing_in, database))
    runtime.serve(account_routes(commands, authentication, signing_in))
    runtime.serve(event_routes(authentication, view, stream))
    describe(app)
    add_panel(app, authentication, view, stream, clock)  # last: it answers for every address nobody else has
