"""The one way a domain says no. Standard library only; what HTTP makes of it stands in `chassis.http.problems`."""

from typing import Literal

Kind = Literal["invalid", "not_found", "forbidden", "stale", "refused"]


class Refusal(Exception):
    """A command is refused: `kind` groups it, `code` names it for ever, `facts` let the reader understand it.

    Codes look like `assets.illegal_move`; facts are JSON-able values, never sentences.
    """

    def __init__(self, code: str, kind: Kind = "refused", /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.kind: Kind = kind
        self.facts = facts
