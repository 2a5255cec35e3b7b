"""The services of an installation as processes: their addresses, their environment, their migrations.

It runs on any platform (embedded, containers, addresses from outside); it starts no PostgreSQL and no Kafka.
"""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from embedded_platform.data_folder import DataFolder
from embedded_platform.databases import DatabaseServer, DatabaseUrls
from embedded_platform.member import Launch, Member
from embedded_platform.ports import HOST, Ports
from embedded_platform.topics import topic_of
from embedded_platform.trouble import from_log

from installation.secret_files import SecretFiles

SERVICES = ("tickets", "assets", "processes", "notifications", "gateway")
TOPICS = tuple(topic_of(service) for service in SERVICES)
OWN_PREFIX = "OPSLAYER_"
_YIELDING = {"notifications": ("nice", "-n", "5")}
"""On one machine a mail waits for the processor rather than the person who looks at the panel."""
PASSED_ON = ("OPSLAYER_LOG", "OPSLAYER_OTLP_URL", "OPSLAYER_TRACE_RATIO", "OPSLAYER_POOL_SIZE")


class ServiceProcess(Member):
    """One replica of one service."""

    def __init__(self, name: str, log: Path, command: Sequence[str], environment: Mapping[str, str]) -> None:
        super().__init__(name, log)
        self.command = command
        self.environment = environment

    def launch(self) -> Launch:
        """The command as given."""
        return Launch(self.command, self.environment)

    def ready(self) -> bool:
        """Whether its health page says so."""
        return self.alive and answers_ready(f"http://{HOST}:{self.environment['OPSLAYER_PORT']}")


class Fleet:
    """All services of an installation; replica 0 of a service bears its name, further ones `tickets-1`, `tickets-2`."""

    def __init__(
        self,
        databases: DatabaseServer,
        kafka: str,
        folder: DataFolder,
        ports: Ports | None = None,
        services: Sequence[str] = SERVICES,
        replicas: Mapping[str, int] | None = None,
        settings: Mapping[str, str] | None = None,
        gateway_port: int | None = None,
        database_names: Mapping[str, str] | None = None,
    ) -> None:
        folder.prepare()
        self.databases = databases
        self.services = tuple(services)
        self.secrets = SecretFiles(folder.secrets)
        self._kafka = kafka
        self._folder = folder
        self._ports = ports or Ports(folder.ports)
        self._settings = dict(settings or {})
        self._gateway_port = gateway_port
        self._database_names = dict(database_names or {})
        self.members = [
            self._member(service, number)
            for service in self.services
            for number in range((replicas or {}).get(service, 1))
        ]

    def url(self, name: str) -> str:
        """The HTTP address of a service, or of one replica."""
        return f"http://{HOST}:{self._port(name)}"

    def database(self, service: str) -> DatabaseUrls:
        """The addresses of a service's database."""
        return self.databases.urls(self._database_names.get(service, service), service)

    def migrate(self) -> None:
        """Makes the databases that are missing and brings each to its newest shape."""
        self.databases.create(*(self._database_names.get(service, service) for service in self.services))
        running = {service: self._migration(service) for service in self.services}
        for service, process in running.items():
            if process.wait() != 0:
                raise from_log(f"the migration of {service}", self._folder.logs / f"{service}-migrate.log")

    def start(self) -> None:
        """Starts all services and returns at once."""
        for member in self.members:
            member.start()

    def wait_ready(self, seconds: float = 60.0) -> None:
        """Waits until every service says that it is ready."""
        for member in self.members:
            member.wait_ready(seconds)

    def _member(self, service: str, number: int) -> ServiceProcess:
        name = f"{service}-{number}" if number else service
        environment = self._environment(service, name)
        environment["OPSLAYER_REPLICA"] = str(number)
        command = [*_YIELDING.get(service, ()), sys.executable, "-m", service]
        return ServiceProcess(name, self._folder.logs / f"{name}.log", command, environment)

    def _migration(self, service: str) -> subprocess.Popen[bytes]:
        environment = self._environment(service, service)
        environment["OPSLAYER_MIGRATION_URL"] = self.database(service).migration_url
        with (self._folder.logs / f"{service}-migrate.log").open("wb") as log:
            command = [sys.executable, "-m", service, "migrate"]
            return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _port(self, name: str) -> int:
        if name == "gateway" and self._gateway_port is not None:
            return self._gateway_port
        return self._ports.port(name)

    def _environment(self, service: str, name: str) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(OWN_PREFIX) or k in PASSED_ON}
        urls = self.database(service)
        own = {
            "OPSLAYER_HOST": HOST,
            "OPSLAYER_PORT": str(self._port(name)),
            "OPSLAYER_APP_URL": urls.app_url,
            "OPSLAYER_SYSTEM_URL": urls.system_url,
            "OPSLAYER_KAFKA": self._kafka,
            "OPSLAYER_VERIFY_KEY_FILE": str(self.secrets.verify_key),
            "OPSLAYER_FEED_TOKEN": self.secrets.feed_token,
            "MALLOC_ARENA_MAX": "2",
            "PYTHONUNBUFFERED": "1",
        }
        addresses = {f"OPSLAYER_{peer.upper()}_URL": self.url(peer) for peer in SERVICES}
        return {**inherited, **addresses, **own, **self._settings, **self._only_for(service)}

    def _only_for(self, service: str) -> dict[str, str]:
        if service != "gateway":
            return {}
        administrator = self.secrets.administrator()
        return {
            "OPSLAYER_SIGNING_KEY_FILE": str(self.secrets.signing_key),
            "OPSLAYER_ADMIN_EMAIL": administrator.email,
            "OPSLAYER_ADMIN_PASSWORD": administrator.password,
        }


def answers_ready(url: str) -> bool:
    """Whether the process at `url` says on its health page that it is ready."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=2) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError, ValueError):
        return False
