"""Signing in and out, and choosing the language without a session."""

from urllib.parse import quote

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from gateway.identity.authentication import COOKIE
from gateway.panel.flash import redirect, safe_path
from gateway.panel.in_process_api import ApiError
from gateway.panel.page_context import LANGUAGE_COOKIE, language_of
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form, services_of
from gateway.panel.texts import LANGUAGES, texts_of

_YEAR = 366 * 24 * 3600


router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/sign-in")
async def ask(request: Request, back: str = "/", over: str = "0") -> Response:
    return _render(request, back=safe_path(back), session_ended=over == "1")


@router.post("/sign-in")
async def sign_in(request: Request, form: Form) -> Response:
    email, back = str(form.get("email", "")), safe_path(str(form.get("back", "/")))
    _refuse_other_sites(request)
    try:
        body = {"email": email, "password": str(form.get("password", ""))}
        reply = await services_of(request).api.send(request, "POST", "/api/sessions", body, {})
    except ApiError as error:
        return _render(request, email=email, back=back, problem=_problem_text(request, error), status=401)
    response = redirect(back)
    for cookie in reply.headers.getlist("set-cookie"):
        response.headers.append("set-cookie", cookie)
    _remember_language(response, reply.state["account"]["language"])
    return response


@router.post("/sign-out")
async def sign_out(request: Request, context: Context) -> Response:
    headers = {"x-csrf-token": context.caller.csrf}
    await context.api.send(request, "DELETE", "/api/sessions/current", {}, headers)
    response = redirect("/sign-in")
    response.delete_cookie(COOKIE)
    return response


@router.post("/language")
async def language(request: Request, form: Form) -> Response:
    chosen = str(form.get("language", ""))
    response = redirect(safe_path(str(form.get("back", "/"))))
    if chosen not in LANGUAGES:
        return response
    if COOKIE in request.cookies and form.get("csrf"):
        context = await services_of(request).load_context(request)
        path = f"/accounts/{context.viewer.id}"
        await context.send_command(path, {"language": chosen}, form, method="PATCH")
    _remember_language(response, chosen)
    return response


def _render(
    request: Request, *, email: str = "", back: str = "/", problem: str | None = None,
    session_ended: bool = False, status: int = 200,
) -> Response:  # fmt: skip
    """Renders the form; `session_ended` tells that the session ended while somebody was working."""
    problem = texts_of(language_of(request))("sign_in.over") if session_ended else problem
    services = services_of(request)
    variables = {"email": email, "back": back, "problem": problem, "session_ended": session_ended}
    return HTMLResponse(
        services.renderer.render("sign_in.html", services.anonymous_viewer(request), **variables), status
    )


def _problem_text(request: Request, error: ApiError) -> str:
    texts = texts_of(language_of(request))
    not_valid = error.code in ("identity.wrong_password", "http.not_valid")
    return (
        texts("sign_in.wrong") if not_valid else texts.first_of(f"problem.{error.code}.text", f"problem.{error.code}")
    )


def _refuse_other_sites(request: Request) -> None:
    # Without a session there is no CSRF token; browsers tell where a form comes from.
    if request.headers.get("sec-fetch-site", "same-origin") == "cross-site":
        raise Refusal("identity.csrf", "forbidden")


def _remember_language(response: Response, language: str) -> None:
    response.set_cookie(LANGUAGE_COOKIE, quote(language), max_age=_YEAR, samesite="lax", httponly=True)
