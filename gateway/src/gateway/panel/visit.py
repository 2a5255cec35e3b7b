"""One request of somebody who is signed in, and the language of those who are not yet."""

from dataclasses import dataclass

from contracts.vocabulary import Language
from starlette.requests import Request

from gateway.identity.authentication import Caller
from gateway.panel.flash import Flash
from gateway.panel.texts import LANGUAGES, Texts, texts_of
from gateway.panel.viewer import Viewer
from gateway.view.queries import Reader
from gateway.view.status import ViewStatus

LANGUAGE_COOKIE = "opslayer_language"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is signed in."""

    request: Request
    caller: Caller
    viewer: Viewer
    flash: Flash | None
    head: ViewStatus | None = None
    """How the view stood before anything was read for this page, so that no change falls between; None for a part."""

    @property
    def reader(self) -> Reader:
        return self.caller.reader

    @property
    def texts(self) -> Texts:
        return texts_of(self.viewer.language)

    @property
    def live(self) -> bool:
        """True when a page asks for a part of itself, so that nothing is said twice."""
        return is_live(self.request)


def is_live(request: Request) -> bool:
    """True when a page asks for a part of itself."""
    return "hx-request" in request.headers


def language_of(request: Request) -> Language:
    """The language chosen here before, else the browser's, else Polish."""
    asked = [request.cookies.get(LANGUAGE_COOKIE, "")]
    asked += [part.strip()[:2] for part in request.headers.get("accept-language", "").split(",")]
    return next((language for one in asked for language in LANGUAGES if one == language), "pl")
