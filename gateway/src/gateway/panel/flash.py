"""Flash messages: a cookie tells the next page what was done and the version it must show."""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

COOKIE = "opslayer_done"
_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Flash:
    """The key of a message, and a thing that the next page must show at this version or a newer one."""

    key: str
    kind: str = ""
    id: str = ""
    version: int = 0


def redirect(path: str, flash: Flash | None = None) -> Response:
    """Redirects to a page, which shows the message once."""
    response = RedirectResponse(path, 303)
    if flash is not None:
        value = quote("|".join([flash.key, flash.kind, flash.id, str(flash.version)]))
        response.set_cookie(COOKIE, value, max_age=_SECONDS, httponly=True, samesite="lax")
    return response


def read_flash(request: Request) -> Flash | None:
    """Returns the message left by the page before."""
    parts = unquote(request.cookies.get(COOKIE, "")).split("|")
    if len(parts) != 4 or not parts[3].isdigit():
        return None
    return Flash(parts[0], parts[1], parts[2], int(parts[3]))


def clear_flash(response: Response) -> None:
    """Deletes the message."""
    response.delete_cookie(COOKIE)


def safe_path(path: str | None) -> str:
    """Returns the path if it is one of ours, else `/`, so that nobody is led to another site."""
    return path if path and path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
