"""`make bench`: every figure as a ratio against a floor measured in the same run, one JSON line a figure.

`ARGS="--quick"` for a look; the figures in docs/performance.md are from the full run.
"""

import argparse
import asyncio

from bench.answering import commands, reads
from bench.figures import Figure, tell
from bench.memory import memory
from bench.setting import Setting, a_requester, setting
from bench.streams import streams
from bench.visible import visible


async def _figures(where: Setting, quick: bool) -> list[Figure]:
    rounds, requests, events = (2, 300, 3000) if quick else (5, 1500, 20000)
    async with where.gateway_api() as gateway_api:
        _, anna = await a_requester(gateway_api)
        found = await visible(where, anna, 40 if quick else 200)
        found += await commands(where, anna, rounds, requests)
        await asyncio.sleep(5)
        found += await reads(where, anna, rounds, requests)
        found += memory(where)
        found += await streams(where, rounds, events)
    return found


def main() -> None:
    """Runs all of them and tells each."""
    parser = argparse.ArgumentParser(description="Measure Opslayer against its floors.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds; for a look, not for the docs")
    given = parser.parse_args()
    with setting() as where:
        for figure in asyncio.run(_figures(where, given.quick)):
            tell(figure)


if __name__ == "__main__":
    main()
