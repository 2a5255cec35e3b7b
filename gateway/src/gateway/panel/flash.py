"""What a page says once after something was done, and the version it must show: a cookie that lives for one page."""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

COOKIE = "opslayer_done"
_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Flash:
    """The text's key, and the thing (kind, id) that has to be shown at least at `version`."""

    key: str
    kind: str = ""
    id: str = ""
    version: int = 0


def redirect(path: str, flash: Flash | None = None) -> Response:
    """On to another page, which says what was done."""
    response = RedirectResponse(path, 303)
    if flash is not None:
        value = quote("|".join([flash.key, flash.kind, flash.id, str(flash.version)]))
        response.set_cookie(COOKIE, value, max_age=_SECONDS, httponly=True, samesite="lax")
    return response


def flash_of(request: Request) -> Flash | None:
    """What the page before left to say."""
    parts = unquote(request.cookies.get(COOKIE, "")).split("|")
    if len(parts) != 4 or not parts[3].isdigit():
        return None
    return Flash(parts[0], parts[1], parts[2], int(parts[3]))


def forget(response: Response) -> None:
    """It was said."""
    response.delete_cookie(COOKIE)


def own_path(path: str | None) -> str:
    """A path of ours to go back to; never somebody else's address."""
    return path if path and path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
