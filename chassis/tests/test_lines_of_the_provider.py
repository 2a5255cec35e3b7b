"""Journal lines about a thing of the provider are shown to the provider only."""

from uuid import UUID

import pytest
from chassis.command import Context
from chassis.domain.actor import Actor
from chassis.journal.publication import Publication
from chassis.process.clock import SystemClock
from testkit.counter import Counter, CounterAdded, Opened, State

CONTEXT = Context(Actor("client", "Anna"), UUID(int=7), SystemClock().now())


@pytest.mark.parametrize(("value", "audience"), [(1, "all"), (-1, "provider")])
def test_the_thing_decides_for_whom_its_lines_are(value: int, audience: str) -> None:
    publication: Publication[Counter] = Publication(
        "counter", State, {Opened: CounterAdded}, internal=lambda one: one.value < 0
    )
    counter = Counter(UUID(int=1), UUID(int=7), 1, value)

    line = publication.line(CONTEXT, Opened(CONTEXT.now, CONTEXT.actor, counter), counter, publication.state(counter))

    assert line.audience == audience
