"""`python -m notifications [--roles api,consumers,relay,timers]`, `migrate`, `replay`."""

from chassis.process.command_line import main

from notifications.app import build
from notifications.settings import Settings

if __name__ == "__main__":
    main("notifications", Settings, build)
