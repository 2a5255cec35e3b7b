"""The HTTP commands on an account's own inbox and preferences. Whose they are is checked in the domain."""

from uuid import UUID

import contracts.notifications.commands as bodies
from chassis.http.authenticated_route import authenticated
from chassis.http.command_runner import CommandRunner
from fastapi import APIRouter, Request
from starlette.responses import Response

from notifications.commands.change_preferences import change_preferences
from notifications.commands.read_notifications import read_all, read_one
from notifications.queries.own_preferences import own_preferences, owner_of_preferences


def notification_routes(runner: CommandRunner) -> APIRouter:
    """Commands of every account."""
    router = APIRouter(tags=["notifications"], route_class=authenticated(runner.identify))

    @router.post("/notifications/read-all")
    async def all_(request: Request, body: bodies.Nothing | None = None) -> Response:  # noqa: ARG001
        return await runner.run(request, read_all)

    @router.post("/notifications/{notification_id}/read")
    async def one(request: Request, notification_id: UUID, body: bodies.Nothing | None = None) -> Response:  # noqa: ARG001
        return await runner.run(request, lambda tx, context: read_one(tx, context, notification_id))

    @router.get("/preferences")
    async def own(request: Request) -> Response:
        found = await own_preferences(runner.database, runner.identify(request))
        return Response(found.state, headers={"ETag": f'"{found.version}"'}, media_type="application/json")

    @router.put("/preferences")
    @router.post("/preferences")
    async def preferences(request: Request, body: bodies.ChangePreferences) -> Response:
        client_id = owner_of_preferences(runner.identify(request))
        return await runner.run(request, lambda tx, context: change_preferences(tx, context, body), client_id)

    return router
