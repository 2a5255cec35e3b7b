"""The HTTP commands on webhooks. Who may give them is checked in the domain."""

from uuid import UUID

import contracts.notifications.commands as bodies
from chassis.http.authenticated_route import authenticated
from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Identity
from chassis.identifiers import new_id
from fastapi import APIRouter, Request
from starlette.responses import Response

from notifications.commands.change_webhooks import disable, subscribe
from notifications.domain.decisions import check_manages_webhooks
from notifications.domain.network_addresses import Networks


def webhook_routes(runner: CommandRunner, private: Networks) -> APIRouter:
    """Commands of administrators."""
    router = APIRouter(
        prefix="/webhooks", tags=["webhooks"], route_class=authenticated(runner.identify, _manages_webhooks)
    )

    @router.post("", status_code=201)
    async def subscribe_(request: Request, body: bodies.SubscribeWebhook) -> Response:
        return await runner.run(request, lambda tx, context: subscribe(tx, context, body, new_id(), private))

    @router.post("/{webhook_id}/disable")
    async def disable_(request: Request, webhook_id: UUID, body: bodies.Nothing | None = None) -> Response:  # noqa: ARG001
        return await runner.run(request, lambda tx, context: disable(tx, context, webhook_id))

    return router


def _manages_webhooks(identity: Identity) -> None:
    check_manages_webhooks(identity.actor)
