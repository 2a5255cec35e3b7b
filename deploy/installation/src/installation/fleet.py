"""The services of an installation as processes: addresses, environments, migrations.

It works on any PostgreSQL and Kafka, and starts neither.
"""

import sys
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from embedded_platform.child_process import ChildProcess, StartCommand, inherited_environment
from embedded_platform.data_folder import DataFolder
from embedded_platform.databases import DatabaseServer, DatabaseUrls
from embedded_platform.ports import HOST, Ports
from embedded_platform.topics import topic_of

from installation.migrations import migrate_in_process_of_its_own, outdated_databases
from installation.secret_files import SecretFiles
from installation.settings import SERVICE_SETTINGS, operator_settings, settings_for

SERVICES = tuple(SERVICE_SETTINGS)
TOPICS = tuple(topic_of(service) for service in SERVICES)
LOW_PRIORITY = {"notifications": ("nice", "-n", "5")}
"""Commands that lower a service's priority: on one machine, mails can wait longer than people in the panel."""


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
        """Whether `/readyz` answers with 200."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.environment['OPSLAYER_PORT']}/readyz", timeout=2):
                return self.alive
        except (OSError, ValueError):
            return False


class Fleet:
    """All service processes. Replica 0 of a service has its name, further ones are `tickets-1`, `tickets-2`."""

    def __init__(
        self,
        databases: DatabaseServer,
        kafka: str,
        folder: DataFolder,
        ports: Ports,
        gateway_port: int,
        defaults: Mapping[str, str],
        replicas: Mapping[str, int],
    ) -> None:
        """`defaults`: settings that hold unless the operator sets them."""
        self.databases = databases
        self.secrets = SecretFiles(folder.secrets)
        self._kafka = kafka
        self._folder = folder
        self._ports = ports
        self._gateway_port = gateway_port
        self._defaults = defaults
        self.processes = [
            self._process(service, number) for service in SERVICES for number in range(replicas.get(service, 1))
        ]

    def url(self, name: str) -> str:
        """The HTTP address of a service, or of one replica."""
        return f"http://{HOST}:{self._port(name)}"

    def database(self, service: str) -> DatabaseUrls:
        """The addresses of a service's database."""
        return self.databases.urls(service, service)

    def outdated(self) -> list[str]:
        """Returns the services whose database has to be created or migrated."""
        return outdated_databases(self.databases, SERVICES)

    def migrate(self, outdated: Sequence[str]) -> None:
        """Creates and migrates the databases of these services."""
        self.databases.create(*outdated)
        databases = {service: self.database(service) for service in outdated}
        migrate_in_process_of_its_own(databases, self._folder.logs / "migrations.log")

    def _process(self, service: str, number: int) -> ServiceProcess:
        name = f"{service}-{number}" if number else service
        environment = self._environment(service, name)
        environment["OPSLAYER_REPLICA"] = str(number)
        command = [*LOW_PRIORITY.get(service, ()), sys.executable, "-m", service]
        return ServiceProcess(name, self._folder.logs / f"{name}.log", command, environment)

    def _port(self, name: str) -> int:
        return self._gateway_port if name == "gateway" else self._ports.port(name)

    def _environment(self, service: str, name: str) -> dict[str, str]:
        own = settings_for(service, self._defaults, operator_settings(), self._decided(service, name))
        return {**inherited_environment(), "MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1", **own}

    def _decided(self, service: str, name: str) -> dict[str, str]:
        """The settings that the installation decides for a process (`settings.DECIDED`), and the administrator it made."""
        urls, administrator = self.database(service), self.secrets.administrator()
        return {
            "OPSLAYER_HOST": HOST,
            "OPSLAYER_PORT": str(self._port(name)),
            "OPSLAYER_APP_URL": urls.app_url,
            "OPSLAYER_SYSTEM_URL": urls.system_url,
            "OPSLAYER_KAFKA": self._kafka,
            "OPSLAYER_FEED_TOKEN": self.secrets.feed_token,
            "OPSLAYER_VERIFY_KEY_FILE": str(self.secrets.verify_key),
            "OPSLAYER_SIGNING_KEY_FILE": str(self.secrets.signing_key),
            "OPSLAYER_ADMIN_EMAIL": administrator.email,
            "OPSLAYER_ADMIN_PASSWORD": administrator.password,
            **{f"OPSLAYER_{peer.upper()}_URL": self.url(peer) for peer in SERVICES},
        }
