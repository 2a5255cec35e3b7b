"""The settings of the assets service; the only reader of its environment."""

from chassis.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """What the assets service needs to know: nothing of its own yet."""
