"""What a webhook must never reach: our own inside, by no notation, by no name, by no redirect."""

from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

import pytest
from aiohttp import web
from chassis.process.clock import SetClock
from notifications.domain.network_addresses import may_reach, networks
from notifications.timers.webhook_channel import WebhookChannel
from notifications.timers.webhook_resolver import AddressNotAllowed, LookUp, PinnedResolver, look_up
from testkit.serving import free_port
from yarl import URL

CLOCK = SetClock(datetime(2026, 11, 2, tzinfo=UTC))
INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "fe80::1",
    "fd00::1", "ff02::1", "2001:db8::1", "2001:0:7f00:1::",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_inside_is_not_reached(address: str) -> None:
    assert not may_reach(ip_address(address), ())


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_the_internet_is_reached(address: str) -> None:
    assert may_reach(ip_address(address), ())


def test_only_the_named_private_network_is_opened() -> None:
    inside = networks(["10.1.0.0/16"])

    assert may_reach(ip_address("10.1.2.3"), inside)
    assert may_reach(ip_address("::ffff:10.1.2.3"), inside)
    assert not may_reach(ip_address("10.2.0.1"), inside)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0177.0.0.1", "0x7f000001", "0x7f.1", "127.1",
     "localhost", "0"],
)  # fmt: skip
async def test_no_notation_leads_inside(host: str) -> None:
    with pytest.raises((AddressNotAllowed, OSError)):
        await PinnedResolver.to(URL(f"https://{host}/"), (), look_up)


def answering(*answers: Sequence[str]) -> LookUp:
    """A name server that gives these answers, one after the other."""
    left = list(answers)

    async def look(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
        return left.pop(0) if len(left) > 1 else left[0]

    return look


async def test_one_address_inside_is_enough_to_refuse() -> None:
    with pytest.raises(AddressNotAllowed):
        await PinnedResolver.to(URL("https://mixed.example/"), (), answering(["93.184.215.14", "10.0.0.1"]))


async def test_a_name_that_answers_differently_the_second_time_gains_nothing() -> None:
    names = answering(["93.184.215.14"], ["127.0.0.1"])
    pinned = await PinnedResolver.to(URL("https://rebinding.example/"), (), names)

    assert [found["host"] for found in await pinned.resolve("rebinding.example", 443)] == ["93.184.215.14"]
    with pytest.raises(OSError, match="pinned"):
        await pinned.resolve("other.example", 443)


class Trap:
    """A service inside that nobody may reach, and a public-looking one that sends people there."""

    def __init__(self) -> None:
        self.port = free_port()
        self.reached: list[str] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.reached.append(request.path)
        return web.Response(status=307, headers={"location": f"http://127.0.0.1:{self.port}/secret"})


@pytest.fixture
async def trap() -> Any:
    made = Trap()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", made.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", made.port).start()
    yield made
    await runner.cleanup()


async def test_a_redirect_is_a_failure_and_is_not_followed(trap: Trap) -> None:
    sender = WebhookChannel(None, CLOCK, networks(["127.0.0.0/8"]))  # type: ignore[arg-type]

    outcome = await sender.post(f"http://127.0.0.1:{trap.port}/in", b"{}", {})

    assert (outcome.result, outcome.answer[:3], trap.reached) == ("deferred", "307", ["/in"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "inside.example"])
async def test_nothing_inside_hears_of_it(trap: Trap, host: str) -> None:
    names = answering(["127.0.0.1"]) if host == "inside.example" else look_up
    sender = WebhookChannel(None, CLOCK, (), names)  # type: ignore[arg-type]

    outcome = await sender.post(f"http://{host}:{trap.port}/in", b"{}", {})

    assert (outcome.result, trap.reached) == ("deferred", [])
