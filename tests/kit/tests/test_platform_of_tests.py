"""Where a test's databases and Kafka come from, and that each database is fresh."""

from embedded_platform.databases import DatabaseServer
from testkit.platform import TestPlatform
from testkit.servers import KAFKA_VARIABLE, POSTGRES_VARIABLE, GivenServers


class Elsewhere:
    """Another source, that must not start anything unless it is asked."""

    postgres_stays = False

    def __init__(self) -> None:
        self.asked: list[str] = []

    def postgres(self) -> DatabaseServer:
        self.asked.append("postgres")
        return DatabaseServer("postgresql://elsewhere:secret@/postgres")

    def kafka(self) -> str:
        self.asked.append("kafka")
        return "elsewhere:9092"

    def close(self) -> None:
        self.asked.append("close")


def test_given_addresses_are_taken_and_nothing_is_started() -> None:
    elsewhere = Elsewhere()
    servers = GivenServers(
        {POSTGRES_VARIABLE: "postgresql://given:secret@/postgres", KAFKA_VARIABLE: "given:1"}, elsewhere
    )

    owner, kafka = servers.postgres().owner_url("tickets"), servers.kafka()

    assert (owner, kafka) == ("postgresql://given:secret@/tickets", "given:1")
    assert elsewhere.asked == []


def test_what_is_not_given_comes_from_elsewhere() -> None:
    elsewhere = Elsewhere()

    kafka = GivenServers({POSTGRES_VARIABLE: "postgresql://given:secret@/postgres"}, elsewhere).kafka()

    assert (kafka, elsewhere.asked) == ("elsewhere:9092", ["kafka"])


def test_every_database_of_a_test_is_a_fresh_one(platform: TestPlatform) -> None:
    one, other = platform.database("tickets"), platform.database("tickets")

    assert one.migration_url != other.migration_url
    assert platform.postgres.create("postgres") == []
