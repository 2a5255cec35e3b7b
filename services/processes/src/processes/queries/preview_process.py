"""Previews a process before anybody starts it. Writes nothing."""

from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from contracts.processes.commands import PreviewProcess
from contracts.processes.state import Preview as PublicPreview

from processes.domain.preview import preview
from processes.domain.reading_values import ids_in, read_values
from processes.domain.simulation import Assumptions
from processes.scenarios.loader import Catalogue
from processes.storage.clients import client_of
from processes.storage.model_prices import prices_of


async def preview_process(
    transaction: Transaction, client_id: UUID, body: PreviewProcess, catalogue: Catalogue, now: datetime
) -> PublicPreview:
    """Returns the preview of the scenario with the given form."""
    client = await client_of(transaction, client_id)
    scenario = catalogue.get(body.scenario).for_client(client.currency, client.calendar)
    inputs = read_values(scenario.inputs, body.inputs, await prices_of(transaction, ids_in(body.inputs)))
    found = preview(scenario, inputs, now, Assumptions(options=body.options))
    return PublicPreview.model_validate(found, from_attributes=True)
