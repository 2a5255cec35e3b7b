"""The settings of the tickets service; the only reader of its environment."""

from chassis.process.settings import ServiceSettings
from pydantic import Field


class Settings(ServiceSettings):
    """What the tickets service needs to know."""

    accept_days: int = Field(10, description="Days after which a resolved ticket closes by itself.")
