"""Defines the only way a domain rejects a command. Standard library only; `chassis.http.problems` maps refusals to HTTP."""

from typing import Literal

Kind = Literal["invalid", "not_found", "forbidden", "stale", "refused"]


class Refusal(Exception):
    """Rejects a command. `kind` groups refusals, `code` is a permanent name, and `facts` explain the case to the reader.

    Codes look like `assets.illegal_move`. Facts are JSON-able values, never sentences.
    """

    def __init__(self, code: str, kind: Kind = "refused", /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.kind: Kind = kind
        self.facts = facts
