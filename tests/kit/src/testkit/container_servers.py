"""PostgreSQL and Kafka as containers (testcontainers), from the images that docker-compose.yml names."""

import secrets
import time
from collections.abc import Callable

import docker  # type: ignore[import-untyped]
from docker.errors import DockerException, ImageNotFound  # type: ignore[import-untyped]
from embedded_platform.databases import DatabaseServer
from embedded_platform.ports import accepts_connections, free_port
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient

POSTGRES_IMAGE = "postgres:18"
KAFKA_IMAGE = "apache/kafka:4.3.1"
START_SECONDS = 120.0


def engine_answers() -> bool:
    """Whether a container engine answers on this machine."""
    try:
        return bool(docker.from_env(timeout=3).ping())
    except (DockerException, OSError):
        return False


def has_images(*names: str) -> bool:
    """Whether all these images are here already, so that nothing must be pulled."""
    client = docker.from_env(timeout=10)
    try:
        return all(client.images.get(name) for name in names)
    except ImageNotFound:
        return False


class ContainerServers:
    """Both servers as containers."""

    postgres_stays = False

    def __init__(self) -> None:
        if not has_images(testcontainers_config.ryuk_image):
            testcontainers_config.ryuk_disabled = True  # the tidying helper is an image of its own
        self._running: list[DockerContainer] = []
        self._server: DatabaseServer | None = None
        self._bootstrap: str | None = None

    def postgres(self) -> DatabaseServer:
        """Starts PostgreSQL the first time."""
        if self._server is None:
            password = secrets.token_hex(12)
            container = DockerContainer(POSTGRES_IMAGE).with_env("POSTGRES_PASSWORD", password)
            container = container.with_exposed_ports(5432).with_command("postgres -c max_connections=200")
            self._start(container)
            address = f"{container.get_container_host_ip()}:{container.get_exposed_port(5432)}"
            self._server = DatabaseServer(f"postgresql://postgres:{password}@{address}/postgres")
            _wait(self._server.answers, POSTGRES_IMAGE)
        return self._server

    def kafka(self) -> str:
        """Starts Kafka the first time."""
        if self._bootstrap is None:
            port, host = free_port(), DockerClient().host()
            container = kafka_container(port, host)
            self._start(container)
            _wait(lambda: accepts_connections(port, host) and "Kafka Server started" in _logs(container), KAFKA_IMAGE)
            self._bootstrap = f"{host}:{port}"
        return self._bootstrap

    def close(self) -> None:
        """Removes the containers."""
        for container in self._running:
            container.stop()

    def _start(self, container: DockerContainer) -> None:
        self._running.append(container)
        container.start()


def kafka_container(port: int, host: str) -> DockerContainer:
    """Apache's own image as a single node, whose clients reach it at `host:port`.

    The ready-made Kafka containers of testcontainers are written for another vendor's image. The port is fixed before
    the start because the broker tells it to its clients.
    """
    settings = {
        "NODE_ID": "1",
        "PROCESS_ROLES": "broker,controller",
        "LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "ADVERTISED_LISTENERS": f"PLAINTEXT://{host}:{port}",
        "CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR": "1",
        "SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR": "1",
        "GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "AUTO_CREATE_TOPICS_ENABLE": "false",
        "HEAP_OPTS": "-Xmx256m",
    }
    container = DockerContainer(KAFKA_IMAGE).with_bind_ports(9092, port)
    for name, value in settings.items():
        container = container.with_env(f"KAFKA_{name}", value)
    return container


def _logs(container: DockerContainer) -> str:
    return b"".join(container.get_logs()).decode("utf-8", "replace")


def _wait(ready: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"the container {what} was not ready within {START_SECONDS:.0f} seconds")
        time.sleep(0.2)
