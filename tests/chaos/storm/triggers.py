"""What brings each mutant's defect out, always: the moment at which it hurts is made, not waited for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from installation.installation import Installation
from testkit.process_work import FORM

from storm.caller import Caller
from storm.client_log import Given
from storm.gathering import connect
from storm.load import Load
from storm.swapping import back, replicas

SECONDS = 40.0
_SLOW_COMMIT = """CREATE OR REPLACE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.shard % 2 = 0 AND NEW.addressee IS NOT NULL) EXECUTE FUNCTION slow_commit()"""
_USUAL_COMMIT = "DROP TRIGGER IF EXISTS slow_commit ON journal"
_PLACE = "ALTER TABLE journal ADD COLUMN IF NOT EXISTS place bigint GENERATED ALWAYS AS IDENTITY"


@dataclass(slots=True)
class Stage:
    """Where the mutants play: an installation that runs, and a load whose clients give the commands."""

    installation: Installation
    load: Load
    plays: int = 0

    async def comments(self, how_many: int) -> list[Given]:
        """So many comments on hot tickets, all at once."""
        hot, who = self.load.firms[0].hot, self.load.firms[0].requester
        self.plays += 1
        return await asyncio.gather(
            *(self._comment(who, hot[number % len(hot)], f"{self.plays}-{number}") for number in range(how_many))
        )

    async def onboardings(self, how_many: int) -> list[Given]:
        """So many onboardings without hardware, all at once: each begins with a request to assets."""
        who = self.load.firms[0].requester
        self.plays += 1
        bodies = [
            {
                "scenario": "onboarding",
                "inputs": {**FORM, "hardware": "none", "first_name": f"Ewa {self.plays} {number}"},
            }
            for number in range(how_many)
        ]
        return await asyncio.gather(
            *(who.give("/processes", body, f"play-{self.plays}-{n}") for n, body in enumerate(bodies))
        )

    async def execute(self, service: str, *statements: str) -> None:
        """Runs statements in a service's database, as its owner."""
        connection = await connect(self.installation, service)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def until(self, service: str, query: str, wanted: Callable[[int], bool] = lambda found: found > 0) -> int:
        """Asks a service's database until the number is as wanted."""
        connection = await connect(self.installation, service)
        end = time.monotonic() + SECONDS
        try:
            while time.monotonic() < end:
                found: int = await connection.fetchval(query)
                if wanted(found):
                    return found
                await asyncio.sleep(0.02)
        finally:
            await connection.close()
        raise TimeoutError(f"{service}: {query} never became what was wanted")

    async def kill(self, service: str, *, hold: bool = False) -> None:
        """SIGKILL of all replicas; unless they are held down, waits until they are back."""
        names = [member.name for member in replicas(self.installation, service)]
        for name in names:
            await asyncio.to_thread(self.installation.supervisor.kill, name, hold=hold)
        for name in names if not hold else ():
            await back(self.installation, name)

    async def _comment(self, who: Caller, ticket: str, name: str) -> Given:
        text = f"Wpis {name} w {self.load.run}"
        return await who.give(f"/tickets/{ticket}/messages", {"text": text}, f"play-{name}", marker=text)


Trigger = Callable[[Stage], Awaitable[None]]


async def a_death_right_after_the_answer(stage: Stage) -> None:
    """The service dies as soon as commands were answered."""
    await stage.comments(6)
    await stage.kill("tickets")


async def a_death_between_effect_and_watermark(stage: Stage) -> None:
    """The service dies when a task of a process has its ticket."""
    tasks = "SELECT count(*) FROM journal WHERE causation_id IS NOT NULL"
    before = await stage.until("tickets", tasks, lambda _: True)
    await stage.onboardings(1)
    await stage.until("tickets", tasks, lambda found: found > before)
    await stage.kill("tickets")


async def everything_comes_again(stage: Stage) -> None:
    """The journal of processes is sent a second time, as `opslayer replay` does."""
    given = await stage.onboardings(2)
    subjects = ", ".join(f"'{one.thing}'" for one in given)
    asked = f"SELECT count(*) FROM journal WHERE addressee = 'tickets' AND subject IN ({subjects})"
    await stage.until("processes", asked, lambda found: found >= len(given))
    await stage.execute("processes", "UPDATE relay_mark SET sent = 0")
    await sent(stage)


async def commits_that_overtake_each_other(stage: Stage) -> None:
    """Half of the commits take a second, so that lines written later are committed earlier."""
    await stage.execute("processes", _USUAL_COMMIT, _SLOW_COMMIT)
    try:
        await stage.onboardings(8)
    finally:
        await stage.execute("processes", _USUAL_COMMIT)


async def a_wiped_kafka(stage: Stage) -> None:
    """While assets is down, requests are sent; then Kafka loses them, and the relay its memory."""
    await stage.kill("assets", hold=True)
    await stage.onboardings(3)
    await sent(stage)
    await stage.kill("processes", hold=True)
    await asyncio.to_thread(stage.installation.wipe_kafka)
    await back(stage.installation, "kafka")
    for service in ("processes", "assets"):
        stage.installation.supervisor.release(service)
        await back(stage.installation, service)


async def sent(stage: Stage) -> None:
    """Waits until the relay of processes has sent what there is."""
    unsent = "SELECT count(*) FROM journal_shard JOIN relay_mark USING (shard) WHERE sent < head"
    await stage.until("processes", unsent, lambda found: found == 0)


async def number_the_lines(stage: Stage) -> None:
    """Gives the journal of processes the identity column that one mutant wants."""
    await stage.execute("processes", _PLACE)
