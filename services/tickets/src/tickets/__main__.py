"""`python -m tickets [--roles api,consumers,relay,timers]`, `migrate`, `replay`."""

from chassis.process.command_line import main

from tickets.app import build
from tickets.settings import Settings

if __name__ == "__main__":
    main("tickets", Settings, build)
