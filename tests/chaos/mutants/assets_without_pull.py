"""Pull off: what Kafka does not bring never comes."""

from collections.abc import Iterable
from functools import partial

from assets.settings import Settings
from chassis.inbox.following import Follower
from chassis.process.command_line import main

from mutants import composing


class WithoutPull(Follower):
    """Trusts Kafka."""

    async def _pull(self, source: str, shards: Iterable[int]) -> None:
        """Nothing."""


if __name__ == "__main__":
    main("assets", Settings, partial(composing.assets, follower_of=WithoutPull))
