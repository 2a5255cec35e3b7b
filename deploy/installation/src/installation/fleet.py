"""The services of an installation as processes: addresses, environments, migrations.

It works on any PostgreSQL and Kafka, and starts neither.
"""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from embedded_platform.child_process import ChildProcess, StartCommand
from embedded_platform.data_folder import DataFolder
from embedded_platform.databases import DatabaseServer, DatabaseUrls
from embedded_platform.errors import process_ended
from embedded_platform.ports import HOST, Ports
from embedded_platform.topics import topic_of

from installation.secret_files import SecretFiles

SERVICES = ("tickets", "assets", "processes", "notifications", "gateway")
TOPICS = tuple(topic_of(service) for service in SERVICES)
OWN_PREFIX = "OPSLAYER_"
LOW_PRIORITY = {"notifications": ("nice", "-n", "5")}
"""Commands that lower a service's priority: on one machine, mails can wait longer than people in the panel."""
PASSED_ON = ("OPSLAYER_LOG", "OPSLAYER_OTLP_URL", "OPSLAYER_TRACE_RATIO", "OPSLAYER_POOL_SIZE")


class ServiceProcess(ChildProcess):
    """One replica of one service."""

    def __init__(self, name: str, log: Path, command: Sequence[str], environment: Mapping[str, str]) -> None:
        super().__init__(name, log)
        self.command = command
        self.environment = environment

    def start_command(self) -> StartCommand:
        """Returns the given command."""
        return StartCommand(self.command, self.environment)

    def ready(self) -> bool:
        """Whether `/readyz` says so."""
        return self.alive and answers_ready(f"http://{HOST}:{self.environment['OPSLAYER_PORT']}")


class Fleet:
    """All service processes. Replica 0 of a service has its name, further ones are `tickets-1`, `tickets-2`."""

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
        self.processes = [
            self._process(service, number)
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
        """Creates the databases that are missing and migrates each to the newest revision."""
        self.databases.create(*(self._database_names.get(service, service) for service in self.services))
        running = {service: self._migration(service) for service in self.services}
        for service, process in running.items():
            if process.wait() != 0:
                raise process_ended(f"the migration of {service}", self._folder.logs / f"{service}-migrate.log")

    def start(self) -> None:
        """Starts all services and returns at once."""
        for process in self.processes:
            process.start()

    def wait_ready(self, seconds: float = 60.0) -> None:
        """Waits until every service says that it is ready."""
        for process in self.processes:
            process.wait_ready(seconds)

    def _process(self, service: str, number: int) -> ServiceProcess:
        name = f"{service}-{number}" if number else service
        environment = self._environment(service, name)
        environment["OPSLAYER_REPLICA"] = str(number)
        command = [*LOW_PRIORITY.get(service, ()), sys.executable, "-m", service]
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
    """Whether the service at `url` answers `/readyz` with 200."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=2) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError, ValueError):
        return False
