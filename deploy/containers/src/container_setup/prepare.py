"""Prepares an installation in containers: `python -m container_setup.prepare`, before the services start.

It creates databases, secrets and topics, migrates, and writes for each service a folder of its own with the settings that
concern it (`installation.settings` has the rule). What exists already stays, so it runs at every start.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from embedded_platform.data_folder import write_whole
from embedded_platform.databases import DatabaseServer
from embedded_platform.errors import OperatorError
from embedded_platform.topics import ensure_topics
from installation.fleet import SERVICES, TOPICS
from installation.migrations import migrate, outdated_databases
from installation.secret_files import DEFAULT_EMAIL, SecretFiles
from installation.settings import check_settings, operator_settings, settings_for, without_effect

SIGNER = "gateway"
"""The service that signs tokens; the others get copies of what they may know."""
SECRETS = Path("/secrets")
DEFAULTS = {
    "OPSLAYER_ADMIN_EMAIL": DEFAULT_EMAIL,
    "OPSLAYER_ADMIN_PASSWORD": "opslayer-trial",
    "OPSLAYER_PUBLIC_URL": "http://localhost:8080",
    "OPSLAYER_SMTP_URL": "smtp://mail:1025",
}
"""Settings that hold unless the operator sets them."""


@dataclass(frozen=True, slots=True)
class Platform:
    """Where PostgreSQL and Kafka are."""

    databases: DatabaseServer
    kafka: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Platform":
        """Reads what docker-compose.yml says."""
        user, password = (quote(environment[f"POSTGRES_{name}"], safe="") for name in ("USER", "PASSWORD"))
        server = DatabaseServer(f"postgresql://{user}:{password}@{environment['POSTGRES_HOST']}/postgres")
        return cls(server, environment["KAFKA"])


def prepare(platform: Platform) -> None:
    """Creates everything the services expect to find."""
    outdated = outdated_databases(platform.databases, SERVICES)
    _print("databases created", platform.databases.create(*SERVICES))
    migrate({service: platform.databases.urls(service, service) for service in outdated})
    _print("databases migrated", outdated)
    for service in SERVICES:
        write_settings(SECRETS, platform, service)
    _print("settings written for", SERVICES)
    replicas = int(os.environ.get("OPSLAYER_TOPIC_REPLICAS", "1"))
    _print("topics created", ensure_topics(platform.kafka, TOPICS, replicas=replicas))


def write_settings(secrets: Path, platform: Platform, service: str) -> None:
    """Writes the settings that concern this service, and no others, into its folder; `images/start` exports them.

    There is no OPSLAYER_REPLICA: a container created anew has another host name, and a Kafka member that never returns
    would keep its partitions until its session ends.
    """
    signer, urls, folder = SecretFiles(secrets / SIGNER), platform.databases.urls(service, service), secrets / service
    if service != SIGNER:
        write_whole(folder / "verify.pem", signer.verify_key.read_text())
    decided = {
        "OPSLAYER_APP_URL": urls.app_url,
        "OPSLAYER_SYSTEM_URL": urls.system_url,
        "OPSLAYER_KAFKA": platform.kafka,
        "OPSLAYER_FEED_TOKEN": signer.feed_token,
        "OPSLAYER_SIGNING_KEY_FILE": "/run/secrets/signing.pem",
    }
    settings = settings_for(service, DEFAULTS, operator_settings(), decided)
    for name, value in settings.items():
        write_whole(folder / name, value)
    for file in folder.glob("OPSLAYER_*"):
        if file.name not in settings:
            file.unlink()  # the operator no longer sets it


def _print(what: str, names: Sequence[str]) -> None:
    print(f"{what}: {', '.join(names) or 'none, all exist'}", flush=True)


def main() -> int:
    """Returns 0 when everything is prepared, or prints the error and returns 1."""
    try:
        check_settings()
        if sentence := without_effect():
            print(sentence)
        prepare(Platform.from_environment(os.environ))
    except OperatorError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
