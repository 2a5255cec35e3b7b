"""Each mutant is caught by the invariant that its defect breaks; the healthy product passes the same triggers."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest
import pytest_asyncio
from installation.installation import Installation
from storm import triggers
from storm.gathering import gather
from storm.invariants import check
from storm.load import Load, Size
from storm.progress import quiet
from storm.swapping import swapped
from storm.triggers import Stage, Trigger
from testkit.api_users import GatewayApi

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]
ENOUGH_SECONDS = 25.0
"""A healthy installation is quiet long before; one that waits for something lost never is."""
PATIENT_SECONDS = 90.0
"""For a healthy one on a busy machine."""
PULL_OFF = {"assets": "assets_without_pull"}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(battered: Installation) -> AsyncIterator[Stage]:
    """One client with some tickets everybody writes into."""
    secret = battered.fleet.secrets.administrator()
    load = Load("mutants", 1, Size(commands=0, processes=0, firms=1, hot=4))
    async with aiohttp.ClientSession() as session:
        async with GatewayApi(battered.fleet.url("gateway"), secret.email, secret.password) as gateway_api:
            await load.prepare(gateway_api, session)
        yield Stage(battered, load)


async def violations(stage: Stage, seconds: float = PATIENT_SECONDS) -> Counter[str]:
    """How often each invariant is violated now."""
    await quiet(stage.installation, seconds)
    found = check(await gather(stage.installation, stage.load.log))
    return Counter({one.invariant: len(one.violations) for one in found})


@pytest.mark.parametrize(
    ("mutants", "trigger", "caught_by"),
    [
        ({"tickets": "tickets_answering_early"}, triggers.a_death_right_after_the_answer, "commands"),
        ({"tickets": "tickets_effect_outside"}, triggers.a_death_between_effect_and_watermark, "parked"),
        ({"assets": "assets_without_inbox_rule"}, triggers.everything_comes_again, "requests"),
        ({"processes": "processes_relay_on_identity", **PULL_OFF}, triggers.commits_that_overtake_each_other, "watermarks"),
        (PULL_OFF, triggers.a_wiped_kafka, "watermarks"),
    ],
    ids=["acknowledged before the commit", "effect outside", "inbox rule off", "relay on identity", "pull off"],
)  # fmt: skip
async def test_a_mutant_is_caught(stage: Stage, mutants: Mapping[str, str], trigger: Trigger, caught_by: str) -> None:
    await triggers.number_the_lines(stage)
    before = await violations(stage)

    async with swapped(stage.installation, mutants):
        await trigger(stage)
        after = await violations(stage, ENOUGH_SECONDS)

    assert caught_by in after - before, f"only {dict(after - before)} were violated anew"


@pytest.mark.parametrize(
    ("mutants", "trigger"),
    [
        ({}, triggers.everything_comes_again),
        (PULL_OFF, triggers.commits_that_overtake_each_other),
        ({}, triggers.a_wiped_kafka),
    ],
    ids=["replay", "overtaking commits, no pull", "wiped Kafka"],
)
async def test_without_the_mutant_the_same_trigger_breaks_nothing(
    stage: Stage, mutants: Mapping[str, str], trigger: Trigger
) -> None:
    before = await violations(stage)

    async with swapped(stage.installation, mutants):
        await trigger(stage)
        after = await violations(stage)

    assert not after - before
