"""Serves parked messages over HTTP to operators (`opslayer parked`): list, show, release, drop."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from chassis.database import Database
from chassis.domain.refusal import Refusal
from chassis.http.shared_secret import guarded_router
from chassis.inbox import parked
from chassis.inbox.applying import Inbox


def parked_routes(database: Database, inbox: Inbox, token: str) -> APIRouter:
    """Returns `GET /parked`, `GET /parked/{number}`, `POST /parked/release/{subject}`, `POST /parked/{number}/drop`."""
    router = guarded_router(token, "/parked")

    @router.get("")
    async def listing(released: bool = False) -> dict[str, Any]:
        async with database.system_transaction() as transaction:
            items = await parked.listing(transaction, released=released)
            return {"items": items, "total": await parked.count(transaction)}

    @router.get("/{number}")
    async def show(number: int) -> dict[str, Any]:
        async with database.system_transaction() as transaction:
            message = await parked.one(transaction, number)
        if message is None:
            raise Refusal("parked.not_found", "not_found", number=number)
        return message

    @router.post("/release/{subject}")
    async def release(subject: UUID, by: str = "operator") -> dict[str, int]:
        async with database.system_transaction() as transaction:
            client_id = await parked.client_of(transaction, subject)
        return {"applied": await inbox.release(subject, client_id, by) if client_id else 0}

    @router.post("/{number}/drop")
    async def drop(number: int, by: str = "operator") -> dict[str, int]:
        async with database.system_transaction() as transaction:
            await parked.mark_released(transaction, [number], f"{by} (dropped)")
        return {"dropped": number}

    return router
