"""What the clients of the load saw: every command with how it ended, every read of a conversation. No network here."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["ok", "refused", "unknown"]


@dataclass(slots=True)
class Given:
    """One command, with all that is needed to give it again."""

    key: str
    who: str
    account: str
    client: str
    path: str
    body: dict[str, Any]
    marker: str = ""
    """A text no other command has, where the command carries one."""
    method: str = "POST"
    outcome: Outcome = "unknown"
    began: float = 0.0
    ended: float = 0.0
    tries: int = 0
    status: int = 0
    code: str = ""
    thing: str = ""
    version: int = 0
    settled_late: bool = False
    """Its outcome was unknown while the load ran; the repetition afterwards settled it."""

    @property
    def owner(self) -> str:
        """The service that keeps what the command does."""
        return OWNERS[self.path.split("/")[1]]


@dataclass(frozen=True, slots=True)
class Read:
    """One look at a ticket: who looked, the version that had to be there at least, and what was seen."""

    session: str
    ticket: str
    floor: int
    version: int
    comments: tuple[str, ...]
    client: str
    readers_client: str


OWNERS = {
    "tickets": "tickets",
    "assets": "assets",
    "people": "assets",
    "models": "assets",
    "processes": "processes",
    "decisions": "processes",
    "notifications": "notifications",
}


@dataclass(slots=True)
class ClientLog:
    """Everything the clients saw in one run."""

    commands: list[Given] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    """How often each kind of answer came, repetitions included."""

    def by_key(self) -> list[Given]:
        """One entry a key: a driver may give the same command again, and then the better answer counts."""
        best: dict[tuple[str, str], Given] = {}
        for one in self.commands:
            kept = best.get((one.account, one.key))
            if kept is None or kept.outcome != "ok":
                best[one.account, one.key] = one
        return list(best.values())

    def counts(self) -> dict[str, int]:
        """Different commands by outcome."""
        different = self.by_key()
        outcomes = Counter(one.outcome for one in different)
        late = sum(one.settled_late for one in different)
        repeated = sum(one.tries > 1 for one in different)
        return {name: outcomes[name] for name in ("ok", "refused", "unknown")} | {
            "settled_late": late,
            "repeated": repeated,
        }
