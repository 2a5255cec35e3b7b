"""Which setting reaches which process: the one rule for `opslayer up` and for containers.

A process gets the variables OPSLAYER_... that are fields of its own settings class, and no other: a secret of one service
never stands in the environment of another. DECIDED are those the installation itself decides for each process; there the
operator's value has no effect. A name that nobody knows is refused before anything starts.
"""

import os
from collections.abc import Mapping

from assets.settings import Settings as Assets
from chassis.process.settings import (
    PREFIX,
    ServiceSettings,
    SettingsError,
    parse_settings,
    refuse_unknown,
    variables,
)
from embedded_platform.errors import OperatorError
from gateway.settings import Settings as Gateway
from notifications.settings import Settings as Notifications
from processes.settings import Settings as Processes
from tickets.settings import Settings as Tickets

SERVICE_SETTINGS: Mapping[str, type[ServiceSettings]] = {
    "tickets": Tickets,
    "assets": Assets,
    "processes": Processes,
    "notifications": Notifications,
    "gateway": Gateway,
}
DECIDED = frozenset(
    f"{PREFIX}{name}"
    for name in (
        *("HOST", "PORT", "REPLICA", "KAFKA", "MIGRATION_URL", "APP_URL", "SYSTEM_URL"),
        *("FEED_TOKEN", "VERIFY_KEY_FILE", "SIGNING_KEY_FILE"),
        *(f"{service.upper()}_URL" for service in SERVICE_SETTINGS),
    )
)
"""Addresses, ports, keys and the names of replicas differ from process to process, or belong together."""
COMMAND_LINE = {
    "OPSLAYER_HOME": "Folder of the data.",
    "OPSLAYER_CACHE": "Folder where Kafka's program files are kept, for all installations of a user.",
    "OPSLAYER_TOKEN": "API token of imports.",
}
"""Read by the command line, which reads the sign-in of the first administrator and the services' addresses too."""
COMPOSE = {
    "OPSLAYER_PUBLISH": "Address and port of the panel on the host, 127.0.0.1:8080 if not set.",
    "OPSLAYER_POSTGRES_PASSWORD": "Password of the database owner, used when its volume is created.",
    "OPSLAYER_TOPIC_REPLICAS": "Copies of each topic, where Kafka has several brokers.",
    "OPSLAYER_ENV_FILE": "The file these variables stand in, `.env` if not set.",
    "OPSLAYER_VERSION": "Tag of the images.",
}
"""Read by docker-compose.yml and its service `setup`."""
TESTS = f"{PREFIX}TEST_"
"""Variables that begin so are read by tests only."""


def check_settings() -> None:
    """Raises OperatorError if the environment holds a setting nobody knows, or a value its service cannot read."""
    known = set(COMMAND_LINE) | set(COMPOSE)
    for kind in SERVICE_SETTINGS.values():
        known |= variables(kind)
    try:
        refuse_unknown((name for name in os.environ if not name.startswith(TESTS)), known, "Opslayer")
        for service, kind in SERVICE_SETTINGS.items():
            parse_settings(service, kind)
    except SettingsError as error:
        raise OperatorError(str(error)) from None


def settings_for(service: str, *given: Mapping[str, str]) -> dict[str, str]:
    """Returns what concerns a service of several sources; later ones come before earlier ones."""
    known = variables(SERVICE_SETTINGS[service])
    return {name: value for source in given for name, value in source.items() if name in known}


def operator_settings() -> dict[str, str]:
    """Returns the settings of the environment that the operator decides."""
    return {name: value for name, value in os.environ.items() if name.startswith(PREFIX) and name not in DECIDED}


def without_effect() -> str | None:
    """Returns a sentence about settings in the environment that the installation decides itself; None without such."""
    names = ", ".join(sorted(DECIDED.intersection(os.environ)))
    return f"The installation itself decides {names}: the value in the environment has no effect." if names else None
