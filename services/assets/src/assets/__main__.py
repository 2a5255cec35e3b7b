"""`python -m assets [--roles api,consumers,relay,timers]`, `migrate`, `replay`."""

from chassis.process.command_line import main

from assets.app import build
from assets.settings import Settings

if __name__ == "__main__":
    main("assets", Settings, build)
