"""`make chaos`: kills, freezes and wipes everything under load and checks that nothing is lost or done twice."""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
from pathlib import Path

from storm.load import Size
from storm.report import report
from storm.running import Options, run


def options() -> Options:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="make chaos ARGS=…", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(1, 10**6), help="decides load and faults")
    parser.add_argument("--commands", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=50, help="onboardings, driven beside the commands")
    parser.add_argument("--seconds", type=float, default=300.0, help="over which commands and faults are spread")
    parser.add_argument("--faults", type=int, default=30)
    parser.add_argument("--clients", type=int, default=12, help="how many give commands at once")
    given = parser.parse_args()
    size = Size(given.commands, given.processes, given.clients, seconds=given.seconds)
    return Options(given.seed, size, given.faults)


def main() -> int:
    """Runs once; the folder of a run that failed is kept."""
    chosen = options()
    folder = Path(tempfile.mkdtemp(prefix="opslayer-chaos-"))
    outcome = asyncio.run(run(chosen, folder, _say))
    report(chosen, outcome, _say)
    if outcome.held:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        _say(f"kept for whoever looks into it: {folder}")
    return 0 if outcome.held else 1


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
