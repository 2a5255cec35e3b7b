"""Commands and reads through the gateway, held against the floor: throughput and processor time."""

from collections.abc import Callable

import orjson
from testkit.api_users import ApiUser

from bench.figures import Figure, judged
from bench.load import Measured, Request, measure
from bench.setting import Setting

AT_ONCE = 8
BODY = orjson.dumps({"title": "Laptop się nie włącza", "description": "Od rana nie reaguje na przycisk. " * 4})
JSON = {"Content-Type": "application/json"}


async def commands(where: Setting, anna: ApiUser, rounds: int, requests: int) -> list[Figure]:
    """Opening a ticket, 8 at a time."""
    signed = {**JSON, "Authorization": f"Bearer {await anna.token()}"}
    ours = where.pids("gateway", "tickets", "postgres")
    floor = [where.floor_pid, *where.pids("postgres")]
    speed, cpu, last = [], [], None
    for _ in range(rounds):
        lowest = await measure(
            lambda _n: Request("POST", f"{where.floor}/tickets", BODY, JSON), requests, AT_ONCE, floor
        )
        whole = await measure(lambda _n: Request("POST", f"{where.api}/tickets", BODY, signed), requests, AT_ONCE, ours)
        speed.append(whole.per_second / lowest.per_second)
        cpu.append(whole.cpu_ms / lowest.cpu_ms)
        last = (lowest, whole)
    assert last is not None
    return [
        judged("open a ticket: throughput", speed, 0.45, "at least", **_detail(*last)),
        judged("open a ticket: processor time", cpu, 2.5, "at most", **_detail(*last)),
    ]


async def reads(where: Setting, anna: ApiUser, rounds: int, requests: int) -> list[Figure]:
    """One ticket with its history, and the start page's data, against one row by its id."""
    ticket = await anna.post("/tickets", {"title": "Do czytania"})
    await anna.until(f"/tickets/{ticket['id']}")
    async with anna.session.post(f"{where.floor}/tickets", data=BODY, headers=JSON) as answer:
        row = (await answer.json())["id"]
    signed = {"Authorization": f"Bearer {await anna.token()}"}
    one = f"{where.api}/tickets/{ticket['id']}"
    figures = []
    for name, url in (("read one ticket with history", one), ("read the start page's data", f"{where.api}/start")):
        ratios, last = [], None
        for _ in range(rounds):
            lowest = await measure(_get(f"{where.floor}/tickets/{row}"), requests, AT_ONCE, [where.floor_pid])
            whole = await measure(_get(url, signed), requests, AT_ONCE, where.pids("gateway"))
            ratios.append(whole.per_second / lowest.per_second)
            last = (lowest, whole)
        assert last is not None
        figures.append(judged(name, ratios, 0.6, "at least", **_detail(*last)))
    return figures


def _get(url: str, headers: dict[str, str] | None = None) -> Callable[[int], Request]:
    return lambda _n: Request("GET", url, None, headers)


def _detail(floor: Measured, ours: Measured) -> dict[str, float]:
    return {
        "floor_per_second": floor.per_second,
        "per_second": ours.per_second,
        "floor_cpu_ms": floor.cpu_ms,
        "cpu_ms": ours.cpu_ms,
        "median_ms": ours.median_ms,
        "p99_ms": ours.p99_ms,
        "failed": ours.failed,
    }
