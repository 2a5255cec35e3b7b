"""Acknowledged before the commit: the answer goes out as soon as it is known, the commit follows half a second later."""

import asyncio
from functools import partial
from typing import ClassVar

from chassis.command import Answer, Context
from chassis.http.command_runner import CommandRunner, Work
from chassis.process.command_line import main
from tickets.settings import Settings

from mutants import composing

LATER_SECONDS = 0.5


class AnsweringEarly(CommandRunner):
    """Runs commands like the real one, but does not wait for the commit."""

    _under_way: ClassVar[set["asyncio.Task[None]"]] = set()

    async def _unhindered(self, context: Context, work: Work) -> Answer:
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._whole(context, work, answered))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await answered

    async def _whole(self, context: Context, work: Work, answered: "asyncio.Future[Answer]") -> None:
        try:
            async with self.database.transaction(context.client_id) as transaction:
                answered.set_result(await work(transaction, context))
                await asyncio.sleep(LATER_SECONDS)
        except Exception as error:
            if not answered.done():
                answered.set_exception(error)


if __name__ == "__main__":
    main("tickets", Settings, partial(composing.tickets, runner_of=AnsweringEarly))
