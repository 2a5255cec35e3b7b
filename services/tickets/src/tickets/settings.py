"""The settings of the tickets service; the only reader of its environment."""

from chassis.process.settings import ServiceSettings
from pydantic import Field


class Settings(ServiceSettings):
    """What the tickets service needs to know."""

    accept_days: int = Field(
        10, ge=0, description="Working days of the client after which a resolved ticket closes by itself."
    )
