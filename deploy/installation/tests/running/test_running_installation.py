"""A whole installation under its supervisor: what dies comes back, what was lost is made again, nobody doubles it."""

import asyncio
import smtplib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from embedded_platform.embedded import ONE_MACHINE_PARTITIONS
from embedded_platform.errors import OperatorError
from installation.fleet import TOPICS
from installation.installation import Installation
from opslayer.status import status_of

Until = Callable[[Callable[[], bool]], None]


async def topics_of(bootstrap: str) -> dict[str, int]:
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await client.start()
    try:
        described = await client.describe_topics()
        return {topic["topic"]: len(topic["partitions"]) for topic in described}
    finally:
        await client.close()


def test_a_killed_service_is_started_again(installation: Installation, until: Until) -> None:
    supervisor, before = installation.supervisor, installation.supervisor.pid("tickets")

    supervisor.kill("tickets")
    until(supervisor.process("tickets").ready)

    assert supervisor.pid("tickets") != before


def test_a_service_held_down_stays_down_until_it_is_released(installation: Installation, until: Until) -> None:
    supervisor = installation.supervisor
    supervisor.kill("assets", hold=True)

    states = {state.name: state.state for state in supervisor.states()}
    supervisor.release("assets")
    until(supervisor.process("assets").ready)

    assert states["assets"] == "held"


def test_a_frozen_service_answers_again_when_it_is_thawed(installation: Installation, until: Until) -> None:
    supervisor, before = installation.supervisor, installation.supervisor.pid("gateway")

    supervisor.freeze("gateway")
    frozen_ready = supervisor.process("gateway").ready()
    supervisor.thaw("gateway")
    until(supervisor.process("gateway").ready)

    assert not frozen_ready
    assert supervisor.pid("gateway") == before


async def test_on_one_machine_topics_have_few_partitions(installation: Installation) -> None:
    topics = await topics_of(installation.platform.bootstrap)

    assert {topic: topics[topic] for topic in TOPICS} == dict.fromkeys(TOPICS, ONE_MACHINE_PARTITIONS)


@pytest.mark.parametrize("same_cluster_id", [False, True], ids=["new cluster id", "same cluster id"])
async def test_a_wiped_kafka_comes_back_with_its_topics(
    installation: Installation, until: Until, same_cluster_id: bool
) -> None:
    cluster = installation.folder.kafka / "cluster-id"
    before, starts = cluster.read_text(), installation.platform.kafka.starts

    installation.wipe_kafka(same_cluster_id=same_cluster_id)
    until(lambda: installation.platform.kafka.starts > starts and installation.platform.kafka.ready())
    installation.platform.make_topics(TOPICS)

    assert set(await topics_of(installation.platform.bootstrap)) >= set(TOPICS)
    assert (cluster.read_text() == before) is same_cluster_id


async def test_the_watch_makes_missing_topics_again_by_itself(installation: Installation) -> None:
    client = AIOKafkaAdminClient(bootstrap_servers=installation.platform.bootstrap)
    await client.start()

    await client.delete_topics(["assets.events"])
    await client.close()
    gone = False
    async with asyncio.timeout(60):
        # A topic that is being deleted is still named for a moment.
        while not gone or "assets.events" not in (topics := await topics_of(installation.platform.bootstrap)):
            gone = gone or "assets.events" not in await topics_of(installation.platform.bootstrap)
            await asyncio.sleep(0.1)

    assert topics["assets.events"] == ONE_MACHINE_PARTITIONS


def test_a_killed_postgres_comes_back_with_its_databases(installation: Installation, until: Until) -> None:
    starts = installation.platform.postgres.starts

    installation.supervisor.kill("postgres")
    until(lambda: installation.platform.postgres.starts > starts and installation.platform.postgres.ready())

    assert installation.platform.databases.create("tickets") == []


def test_a_second_start_in_the_same_folder_is_refused_and_disturbs_nothing(installation: Installation) -> None:
    second = Installation(installation.folder.path)

    with pytest.raises(OperatorError, match="already runs"):
        second.start()
    second.stop()

    assert status_of(installation.folder)["state"] == "running"


def test_status_tells_processes_and_counts(installation: Installation) -> None:
    facts = status_of(installation.folder)

    states = {process["name"]: process["state"] for process in facts["processes"]}
    assert facts["counts"] == {"tickets": 3, "assets": 2}
    assert states == dict.fromkeys(states, "running")
    assert {"postgres", "kafka", "mail", "tickets", "gateway", "supervisor"} <= set(states)


def test_mail_is_kept_in_a_file(installation: Installation, until: Until) -> None:
    address = urlsplit(installation.platform.mail.url)
    kept: Path = installation.folder.mail

    with smtplib.SMTP(address.hostname or "", address.port or 0) as sender:
        sender.sendmail("layer@client.example", ["new.person@client.example"], "Subject: Welcome\n\nHello")

    until(lambda: any("Subject: Welcome" in mail.read_text() for mail in kept.glob("*new.person@client.example.eml")))
