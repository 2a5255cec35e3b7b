"""Sessions, tokens, clients and accounts over HTTP."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from chassis.database import Database
from chassis.domain.refusal import Refusal
from chassis.http.authenticated_route import authenticated
from chassis.http.command_runner import CommandRunner, Work, to_response
from chassis.identifiers import id_for_key, new_id
from contracts.gateway.commands import (
    ChangeAccount,
    ChangeClient,
    CreateAccount,
    MakeToken,
    RegisterClient,
    SetPassword,
    SignIn,
)
from contracts.gateway.state import Account
from contracts.vocabulary import PROVIDER
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gateway.identity import account_permissions, accounts, tokens
from gateway.identity.authentication import COOKIE, Authentication, Caller, csrf_of
from gateway.identity.password_sign_in import PasswordSignIn
from gateway.identity.passwords import hash_password
from gateway.identity.repositories import ACCOUNT, ACCOUNTS, public


def session_routes(authentication: Authentication, password_sign_in: PasswordSignIn, database: Database) -> APIRouter:
    """Returns `/api/sessions` for browsers (a cookie) and `/api/tokens` for apps (a bearer token)."""
    router = APIRouter(prefix="/api", tags=["identity"])

    @router.post("/sessions", status_code=201)
    async def sign_in(request: Request, body: SignIn) -> Response:
        """Starts a session; the response carries the CSRF token that every change must send back."""
        lifetime = timedelta(hours=tokens.SESSION_HOURS)
        issued, account = await password_sign_in.issue(
            body.email, body.password.get_secret_value(), client_address(request), "session", "panel", lifetime
        )
        content = {
            "account": public(account).model_dump(mode="json"),
            "csrf": csrf_of(issued.text),
            "expires_at": issued.expires_at.isoformat(),
        }
        response = JSONResponse(content, 201)
        set_session_cookie(response, request, issued.text)
        return response

    @router.get("/sessions/current")
    async def current(request: Request) -> dict[str, Any]:
        """Returns the signed-in account, its clients, and the CSRF token."""
        caller = await authentication.caller(request)
        return {"account": caller.account, "csrf": caller.csrf, "clients": caller.reader.clients}

    @router.delete("/sessions/current", status_code=204)
    async def sign_out(request: Request) -> Response:
        """Ends the session (or withdraws the token) this request came with."""
        caller = await authentication.caller(request)
        async with database.system_transaction() as transaction:
            await tokens.delete_one(transaction, caller.token)
        authentication.forget(caller.token)
        response = Response(status_code=204)
        response.delete_cookie(COOKIE)
        return response

    @router.post("/tokens", status_code=201)
    async def make_token(request: Request, body: MakeToken) -> dict[str, Any]:
        """Issues a token for the signed-in account, or for the given email and password. Its text is shown only now."""
        lifetime = timedelta(days=body.days)
        if body.email is not None and body.password is not None:
            issued, _ = await password_sign_in.issue(
                body.email, body.password.get_secret_value(), client_address(request), "token", body.name, lifetime
            )
        else:
            issued = await _issue_for_caller(
                await authentication.caller(request), database, password_sign_in, body, lifetime
            )
        return {"id": issued.id, "token": issued.text, "name": body.name, "expires_at": issued.expires_at}

    @router.get("/tokens")
    async def own_tokens(request: Request) -> dict[str, Any]:
        """Returns my tokens, without their texts."""
        caller = await authentication.caller(request)
        async with database.system_transaction() as transaction:
            items = [dict(row) for row in await tokens.tokens_of_account(transaction, caller.account.id)]
        return {"items": items, "next": None, "total": len(items)}

    @router.delete("/tokens/{id}", status_code=204)
    async def withdraw(request: Request, id: UUID) -> Response:
        """Withdraws one of my tokens."""
        caller = await authentication.caller(request)
        async with database.system_transaction() as transaction:
            if not await tokens.revoke(transaction, caller.account.id, id):
                raise Refusal("gateway.token_not_found", "not_found", id=str(id))
        authentication.forget()
        return Response(status_code=204)

    return router


async def _issue_for_caller(
    caller: Caller, database: Database, password_sign_in: PasswordSignIn, body: MakeToken, lifetime: timedelta
) -> tokens.IssuedToken:
    async with database.system_transaction() as transaction:
        return await tokens.issue(transaction, caller.account, "token", body.name, password_sign_in.now(), lifetime)


def client_address(request: Request) -> str:
    """Returns the address the request came from, for counting failed attempts."""
    return request.client.host if request.client else "unknown"


def set_session_cookie(response: Response, request: Request, text: str) -> None:
    """Sets the session's cookie: hidden from scripts, not sent from other sites, and only over TLS where there is TLS."""
    response.set_cookie(
        COOKIE,
        text,
        max_age=tokens.SESSION_HOURS * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def account_routes(
    runner: CommandRunner, authentication: Authentication, password_sign_in: PasswordSignIn
) -> APIRouter:
    """Returns `/api/clients` and `/api/accounts`, which administrators create and change."""
    known_first = authenticated(lambda request: authentication.caller(request))
    router = APIRouter(prefix="/api", tags=["identity"], route_class=known_first)

    async def run(request: Request, caller: Caller, client_id: UUID, work: Work) -> Response:
        answer = await runner.run_as(request, caller.actor, client_id, work)
        authentication.forget()  # what callers may do has perhaps changed
        return to_response(answer)

    @router.post("/clients", status_code=201)
    async def register(request: Request, body: RegisterClient) -> Response:
        """Registers a company."""
        caller = await authentication.caller(request)
        account_permissions.check_new_client(caller.account)
        handler = partial(accounts.register_client, body=body)
        client_id = id_for_key(caller.account.id, request.headers.get("idempotency-key"))
        return await run(request, caller, client_id, handler)

    @router.patch("/clients/{id}")
    async def change_company(request: Request, id: UUID, body: ChangeClient) -> Response:
        """Changes a company's name, language, currency, time zone, country or region."""
        caller = await authentication.caller(request)
        account_permissions.check_client_change(caller.account, id)
        handler = partial(accounts.change_client, body=body)
        return await run(request, caller, id, handler)

    @router.post("/accounts", status_code=201)
    async def create(request: Request, body: CreateAccount) -> Response:
        """Creates an account."""
        caller = await authentication.caller(request)
        client_id = account_permissions.check_new_account(caller.account, body)
        if client_id not in (PROVIDER, *caller.reader.clients):
            raise Refusal("view.not_found", "not_found", kind="client", id=str(client_id))
        hashed = await hash_password(body.password.get_secret_value())
        handler = partial(accounts.create_account, body=body, account_id=new_id(), password_hash=hashed)
        return await run(request, caller, client_id, handler)

    @router.patch("/accounts/{id}")
    async def change(request: Request, id: UUID, body: ChangeAccount) -> Response:
        """Changes roles, name, language, clients, or whether the account may be used."""
        caller = await authentication.caller(request)
        account = await _account(runner.database, caller, id)
        account_permissions.check_change(caller.account, account, body)
        handler = partial(accounts.change_account, account_id=id, body=body)
        return await run(request, caller, account.client_id, handler)

    @router.post("/accounts/{id}/password")
    async def password(request: Request, id: UUID, body: SetPassword) -> Response:
        """Sets a password: one's own with the present one, others' as an administrator."""
        caller = await authentication.caller(request)
        account = await _account(runner.database, caller, id)
        if caller.account.id == id:
            present = body.present.get_secret_value() if body.present else ""
            await password_sign_in.check_current_password(id, present)
        else:
            account_permissions.check_change(caller.account, account, ChangeAccount(active=True))
        hashed = await hash_password(body.password.get_secret_value())
        handler = partial(accounts.set_password, account_id=id, password_hash=hashed)
        return await run(request, caller, account.client_id, handler)

    return router


async def _account(database: Database, caller: Caller, account_id: UUID) -> Account:
    """Returns the public state of an account that the caller may see; refuses `gateway.account_not_found`."""
    async with database.transaction(*caller.reader.scope) as transaction:
        account = await ACCOUNTS.first(transaction, ACCOUNT(id=account_id))
    if account is None:
        raise Refusal("gateway.account_not_found", "not_found", id=str(account_id))
    return public(account)
