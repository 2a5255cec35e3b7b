"""Signing in and out, and the language before anybody is known."""

from urllib.parse import quote

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from gateway.identity.authentication import COOKIE
from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import own_path, redirect
from gateway.panel.own_api import Refused
from gateway.panel.texts import LANGUAGES, texts_of
from gateway.panel.visit import LANGUAGE_COOKIE, language_of

_YEAR = 366 * 24 * 3600


def signing_in_pages(desk: Desk) -> APIRouter:
    """`/sign-in`, `/sign-out`, `/language`."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/sign-in")
    async def form(request: Request, back: str = "/", over: str = "0") -> Response:
        return _page(desk, request, back=own_path(back), over=over == "1")

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        sent = await request.form()
        email, back = str(sent.get("email", "")), own_path(str(sent.get("back", "/")))
        _refuse_other_sites(request)
        try:
            body = {"email": email, "password": str(sent.get("password", ""))}
            reply = await desk.api.send(request, "POST", "/api/sessions", body, {})
        except Refused as refused:
            return _page(desk, request, email=email, back=back, problem=_words(request, refused), status=401)
        response = redirect(back)
        for cookie in reply.headers.getlist("set-cookie"):
            response.headers.append("set-cookie", cookie)
        _remember_language(response, reply.state["account"]["language"])
        return response

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        visit = await desk.visit(request)
        headers = {"x-csrf-token": visit.caller.csrf}
        await desk.api.send(request, "DELETE", "/api/sessions/current", {}, headers)
        response = redirect("/sign-in")
        response.delete_cookie(COOKIE)
        return response

    @router.post("/language")
    async def language(request: Request) -> Response:
        sent = await request.form()
        chosen = str(sent.get("language", ""))
        response = redirect(own_path(str(sent.get("back", "/"))))
        if chosen not in LANGUAGES:
            return response
        if COOKIE in request.cookies and sent.get("csrf"):
            visit = await desk.visit(request)
            path = f"/accounts/{visit.viewer.id}"
            await desk.command(visit, path, {"language": chosen}, await request.form(), method="PATCH")
        _remember_language(response, chosen)
        return response

    return router


def _page(
    desk: Desk, request: Request, *, email: str = "", back: str = "/", problem: str | None = None, over: bool = False,
    status: int = 200,
) -> Response:  # fmt: skip
    """`over`: the visitor's session has ended while they were at work."""
    words = texts_of(language_of(request))("sign_in.over") if over else problem
    context = {"email": email, "back": back, "problem": words, "over": over}
    return HTMLResponse(desk.pages.render("sign_in.html", desk.stranger(request), **context), status)


def _words(request: Request, refused: Refused) -> str:
    texts = texts_of(language_of(request))
    wrong = refused.code in ("identity.wrong_password", "http.not_valid")
    return texts("sign_in.wrong") if wrong else texts.either(f"problem.{refused.code}.text", f"problem.{refused.code}")


def _refuse_other_sites(request: Request) -> None:
    # There is no session yet that a token could belong to; browsers say themselves where a form comes from.
    if request.headers.get("sec-fetch-site", "same-origin") == "cross-site":
        raise Refusal("identity.csrf", "forbidden")


def _remember_language(response: Response, language: str) -> None:
    response.set_cookie(LANGUAGE_COOKIE, quote(language), max_age=_YEAR, samesite="lax", httponly=True)
