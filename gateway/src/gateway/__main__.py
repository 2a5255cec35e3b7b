"""`python -m gateway [--roles api,consumers,relay,timers]`, `migrate`, `replay`."""

from chassis.process.command_line import main

from gateway.app import build
from gateway.settings import Settings

if __name__ == "__main__":
    main("gateway", Settings, build)
