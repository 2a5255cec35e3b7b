"""Sessions, tokens, clients and accounts over HTTP."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from chassis.database import Database
from chassis.domain.refusal import Refusal
from chassis.http.command_runner import to_response
from chassis.identifiers import id_for_key, new_id
from contracts.gateway.commands import ChangeAccount, CreateAccount, MakeToken, RegisterClient, SetPassword, SignIn
from contracts.gateway.state import Account
from contracts.vocabulary import PROVIDER
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gateway.api.door import known_first
from gateway.identity import accounts, rules, tokens
from gateway.identity.authentication import COOKIE, Authentication, SignedIn, csrf_of
from gateway.identity.commanding import IdentityCommands
from gateway.identity.passwords import hash_password
from gateway.identity.signing_in import SigningIn


def session_routes(authentication: Authentication, signing_in: SigningIn, database: Database) -> APIRouter:
    """`/api/sessions` for browsers (a cookie), `/api/tokens` for apps (a bearer token)."""
    router = APIRouter(prefix="/api", tags=["identity"])

    @router.post("/sessions", status_code=201)
    async def sign_in(request: Request, body: SignIn) -> Response:
        """Starts a session; the answer carries the CSRF token that every change must send back."""
        lasts = timedelta(hours=tokens.SESSION_HOURS)
        made, account = await signing_in(
            body.email, body.password.get_secret_value(), address_of(request), "session", "panel", lasts
        )
        state = Account.model_validate_json(account["state"])
        content = {
            "account": state.model_dump(mode="json"),
            "csrf": csrf_of(made.text),
            "expires_at": made.expires_at.isoformat(),
        }
        response = JSONResponse(content, 201)
        set_session_cookie(response, request, made.text)
        return response

    @router.get("/sessions/current")
    async def current(request: Request) -> dict[str, Any]:
        """Who I am."""
        signed_in = await authentication.of(request)
        return {"account": signed_in.account, "csrf": signed_in.csrf, "clients": signed_in.reader.clients}

    @router.delete("/sessions/current", status_code=204)
    async def sign_out(request: Request) -> Response:
        """Ends the session (or withdraws the token) this request came with."""
        signed_in = await authentication.of(request)
        async with database.system_transaction() as transaction:
            await tokens.end(transaction, signed_in.token)
        authentication.forget(signed_in.token)
        response = Response(status_code=204)
        response.delete_cookie(COOKIE)
        return response

    @router.post("/tokens", status_code=201)
    async def make_token(request: Request, body: MakeToken) -> dict[str, Any]:
        """Makes a token, for who is signed in or for the email and password given. Its text is shown only now."""
        lasts = timedelta(days=body.days)
        if body.email is not None and body.password is not None:
            made, _ = await signing_in(
                body.email, body.password.get_secret_value(), address_of(request), "token", body.name, lasts
            )
        else:
            made = await _for_signed_in(await authentication.of(request), database, signing_in, body, lasts)
        return {"id": made.id, "token": made.text, "name": body.name, "expires_at": made.expires_at}

    @router.get("/tokens")
    async def own_tokens(request: Request) -> dict[str, Any]:
        """My tokens, without their texts."""
        signed_in = await authentication.of(request)
        async with database.system_transaction() as transaction:
            items = [dict(row) for row in await tokens.of_account(transaction, signed_in.account.id)]
        return {"items": items, "next": None, "total": len(items)}

    @router.delete("/tokens/{id}", status_code=204)
    async def withdraw(request: Request, id: UUID) -> Response:
        """Withdraws one of my tokens."""
        signed_in = await authentication.of(request)
        async with database.system_transaction() as transaction:
            if not await tokens.withdraw(transaction, signed_in.account.id, id):
                raise Refusal("gateway.token_not_found", "not_found", id=str(id))
        authentication.forget()
        return Response(status_code=204)

    return router


async def _for_signed_in(
    signed_in: SignedIn, database: Database, signing_in: SigningIn, body: MakeToken, lasts: timedelta
) -> tokens.MadeToken:
    async with database.system_transaction() as transaction:
        account = {"id": signed_in.account.id, "client_id": signed_in.account.client_id}
        return await tokens.make(transaction, account, "token", body.name, signing_in.now(), lasts)


def address_of(request: Request) -> str:
    """The address the request came from, for counting failures."""
    return request.client.host if request.client else "unknown"


def set_session_cookie(response: Response, request: Request, text: str) -> None:
    """The session's cookie: not readable by scripts, not sent from other sites, only over TLS where there is TLS."""
    response.set_cookie(
        COOKIE,
        text,
        max_age=tokens.SESSION_HOURS * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def account_routes(commands: IdentityCommands, authentication: Authentication, signing_in: SigningIn) -> APIRouter:
    """`/api/clients` and `/api/accounts`: made and changed by administrators."""
    router = APIRouter(prefix="/api", tags=["identity"], route_class=known_first(authentication))

    @router.post("/clients", status_code=201)
    async def register(request: Request, body: RegisterClient) -> Response:
        """A company joins."""
        signed_in = await authentication.of(request)
        rules.check_new_client(signed_in.account)
        work = partial(accounts.register_client, body=body)
        client_id = id_for_key(signed_in.account.id, request.headers.get("idempotency-key"))
        return to_response(await commands.run(request, signed_in, client_id, work))

    @router.post("/accounts", status_code=201)
    async def create(request: Request, body: CreateAccount) -> Response:
        """Somebody gets a login."""
        signed_in = await authentication.of(request)
        client_id = rules.check_new_account(signed_in.account, body)
        if client_id not in (PROVIDER, *signed_in.reader.clients):
            raise Refusal("view.not_found", "not_found", kind="client", id=str(client_id))
        hashed = await hash_password(body.password.get_secret_value())
        work = partial(accounts.create_account, body=body, account_id=new_id(), password_hash=hashed)
        return to_response(await commands.run(request, signed_in, client_id, work))

    @router.patch("/accounts/{id}")
    async def change(request: Request, id: UUID, body: ChangeAccount) -> Response:
        """Changes roles, name, language, clients, or whether the account may be used."""
        signed_in = await authentication.of(request)
        account = await commands.account(signed_in, id)
        rules.check_change(signed_in.account, account, body)
        work = partial(accounts.change_account, account_id=id, body=body)
        return to_response(await commands.run(request, signed_in, account.client_id, work))

    @router.post("/accounts/{id}/password")
    async def password(request: Request, id: UUID, body: SetPassword) -> Response:
        """Sets a password: one's own with the present one, others' as an administrator."""
        signed_in = await authentication.of(request)
        account = await commands.account(signed_in, id)
        if signed_in.account.id == id:
            present = body.present.get_secret_value() if body.present else ""
            await signing_in.check_present(id, present)
        else:
            rules.check_change(signed_in.account, account, ChangeAccount(active=True))
        hashed = await hash_password(body.password.get_secret_value())
        work = partial(accounts.set_password, account_id=id, password_hash=hashed)
        return to_response(await commands.run(request, signed_in, account.client_id, work))

    return router
