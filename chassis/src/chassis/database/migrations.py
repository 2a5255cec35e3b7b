"""Brings a service's database to its newest shape with alembic, and makes the two roles the service runs under.

Each service keeps its steps in its own `migrations/versions`; they are SQL as text (see docs/decisions).
"""

from importlib.resources import files
from urllib.parse import unquote, urlsplit, urlunsplit

from alembic import command
from alembic.config import Config
from pydantic import SecretStr

from chassis.process.settings import ServiceSettings


def upgrade(service: str, settings: ServiceSettings) -> None:
    """Runs all migrations that have not run yet; safe to run again and from several places at once."""
    config = Config()
    config.set_main_option("script_location", str(files(service) / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = settings.migration_url.get_secret_value()
    config.attributes["service"] = service
    config.attributes["passwords"] = {
        f"{service}_app": _password(settings.app_url),
        f"{service}_system": _password(settings.system_url),
    }
    command.upgrade(config, "head")


def sqlalchemy_url(url: str) -> str:
    """A libpq address as SQLAlchemy wants it for asyncpg."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="postgresql+asyncpg"))


def _password(url: SecretStr) -> str | None:
    password = urlsplit(url.get_secret_value()).password
    return unquote(password) if password else None
