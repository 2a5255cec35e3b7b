"""When a process asks something of assets, do it or refuse it."""

from datetime import datetime

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine
from contracts.assets.requests import REQUESTS

from assets.commands.fulfil_request import fulfil_request

_SHAPES = {request.TYPE: request for request in REQUESTS}


async def when_a_process_asks_fulfil_it(transaction: Transaction, line: JournalLine, now: datetime) -> None:
    """The sentence."""
    request = _SHAPES[line.type].model_validate_json(line.data)
    await fulfil_request(transaction, context_of(line, now), request)
