"""`python -m processes [--roles api,consumers,relay,timers]`, `migrate`, `replay`."""

from chassis.process.command_line import main

from processes.app import build
from processes.settings import Settings

if __name__ == "__main__":
    main("processes", Settings, build)
