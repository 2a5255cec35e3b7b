"""The settings of the processes service; the only reader of its environment."""

from chassis.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """What the processes service needs to know: nothing of its own yet."""
