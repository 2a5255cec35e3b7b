"""Carries out one drawn command: finds a thing it fits, chooses who gives it, and gives it."""

from dataclasses import dataclass, field

from storm.caller import Caller, Json
from storm.client_log import Given
from storm.companies import Firm
from storm.mix import Drawn


@dataclass(slots=True)
class Known:
    """What the load knows of one client's things from the answers it got; it may be out of date."""

    tickets: dict[str, str] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)


class Desk:
    """The load's picture of one client, and the commands on it. One desk for all clients of the load at once."""

    def __init__(self, firm: Firm, run: str) -> None:
        self.firm = firm
        self.known = Known()
        self._run = run

    async def give(self, drawn: Drawn, session: int) -> Given:
        """Gives the drawn command in a session of its own account."""
        return await getattr(self, f"_{drawn.kind}")(drawn, session)  # type: ignore[no-any-return]

    async def open_hot(self, number: int) -> str:
        """Opens a ticket that everybody will write into; it is never resolved."""
        given = await self._opened(self.firm.requester, f"Gorące zgłoszenie {number} {self._run}", f"hot-{number}")
        self.firm.hot.append(given.thing)
        return given.thing

    def _key(self, drawn: Drawn) -> str:
        return f"{self._run}-{drawn.number}"

    def _as(self, caller: Caller, session: int) -> Caller:
        return self.firm.another(caller, session)

    async def _opened(self, who: Caller, title: str, key: str) -> Given:
        body = {"title": title, "description": "Od chaosu do porządku.", "type": "incident"}
        return await who.give("/tickets", body, f"{self._run}-{key}", marker=title)

    async def _open(self, drawn: Drawn, session: int) -> Given:
        who = self.firm.requester if drawn.how < 0.8 else self.firm.technician
        given = await self._opened(self._as(who, session), f"Zgłoszenie {self._key(drawn)}", str(drawn.number))
        if given.outcome == "ok":
            self.known.tickets[given.thing] = "new"
        return given

    async def _comment_hot(self, drawn: Drawn, session: int) -> Given:
        hot = self.firm.hot[int(drawn.which * len(self.firm.hot))]
        who = self._as(self.firm.requester if drawn.how < 0.5 else self.firm.technician, session)
        given = await self._commented(who, drawn, hot)
        await who.look(hot, at_least=given.version if given.outcome == "ok" and drawn.how < 0.3 else None)
        await who.look(hot)
        return given

    async def _comment(self, drawn: Drawn, session: int) -> Given:
        tickets = list(self.known.tickets)
        if not tickets:
            return await self._open(drawn, session)
        who = self.firm.requester if drawn.how < 0.5 else self.firm.technician
        return await self._commented(self._as(who, session), drawn, tickets[int(drawn.which * len(tickets))])

    async def _commented(self, who: Caller, drawn: Drawn, ticket: str) -> Given:
        text = f"Wpis {drawn.number} w {self._run}"
        return await who.give(f"/tickets/{ticket}/messages", {"text": text}, self._key(drawn), marker=text)

    async def _move(self, drawn: Drawn, session: int) -> Given:
        movable = [ticket for ticket, status in self.known.tickets.items() if status in MOVES]
        if not movable:
            return await self._open(drawn, session)
        ticket = movable[int(drawn.which * len(movable))]
        side, name, body, after = _choose(self.known.tickets[ticket], drawn.how)
        who = self.firm.technician if side == "provider" else self.firm.requester
        given = await self._as(who, session).give(f"/tickets/{ticket}/{name}", body, self._key(drawn))
        if given.outcome == "ok":
            self.known.tickets[ticket] = after
        return given

    async def _register(self, drawn: Drawn, session: int) -> Given:
        body = {"tag": f"NB-{self._key(drawn)}", "name": "ThinkPad", "category": "laptop"}
        who = self._as(self.firm.technician, session)
        given = await who.give("/assets", body, self._key(drawn), marker=str(body["tag"]))
        if given.outcome == "ok":
            self.known.assets[given.thing] = "in_stock"
        return given

    async def _person(self, drawn: Drawn, session: int) -> Given:
        body = {"name": f"Osoba {self._key(drawn)}", "email": f"osoba-{self._key(drawn)}@example.org"}
        given = await self._as(self.firm.technician, session).give("/people", body, self._key(drawn))
        if given.outcome == "ok":
            self.known.people.append(given.thing)
        return given

    async def _keep(self, drawn: Drawn, session: int) -> Given:
        """Hands an asset over, or takes it back; one may have been reserved by an onboarding meanwhile: refused."""
        if not self.known.assets or not self.known.people:
            return await self._person(drawn, session)
        assets = list(self.known.assets)
        asset = assets[int(drawn.which * len(assets))]
        path, body, after = self._kept(asset, drawn)
        given = await self._as(self.firm.technician, session).give(f"/assets/{asset}/{path}", body, self._key(drawn))
        if given.outcome == "ok":
            self.known.assets[asset] = after
        return given

    def _kept(self, asset: str, drawn: Drawn) -> tuple[str, Json, str]:
        if self.known.assets[asset] == "in_stock":
            person = self.known.people[int(drawn.how * len(self.known.people))]
            return "hand-over", {"to": {"kind": "person", "id": person, "name": "Osoba"}}, "in_use"
        return "take-back", {"to": "available", "note": self._key(drawn)}, "in_stock"


_Move = tuple[str, str, Json, str]
"""Side, command, body, and the status the ticket then has."""
MOVES: dict[str, list[_Move]] = {
    "new": [("provider", "work", {}, "working")],
    "working": [
        ("provider", "ask", {"question": "Od kiedy?"}, "waiting_client"),
        ("provider", "resolve", {"resolution": "Zrobione."}, "resolved"),
        ("client", "priority", {"priority": "high"}, "working"),
        ("client", "accept", {}, "working"),
    ],
    "waiting_client": [("client", "answer", {"answer": "Od rana."}, "assigned")],
    "assigned": [("provider", "work", {}, "working"), ("provider", "resolve", {"resolution": "Już."}, "resolved")],
    "resolved": [("client", "accept", {}, "closed"), ("client", "reopen", {"reason": "Nadal nie działa."}, "working")],
}
"""What the load does next with a ticket it believes to be in a status; now and then it is wrong, and refused."""


def _choose(status: str, how: float) -> _Move:
    moves = MOVES[status]
    return moves[int(how * len(moves))]
