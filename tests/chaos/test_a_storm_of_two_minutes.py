"""The short storm of every test run; `make chaos` has the long one."""

import pytest
from installation.installation import Installation
from storm.load import Size
from storm.report import report
from storm.running import Options, storm

SEED = 20261123
SHORT = Options(SEED, Size(commands=150, processes=6, clients=8, seconds=75.0), faults=9)


@pytest.mark.chaos
@pytest.mark.timeout(600)
async def test_whatever_dies_freezes_or_is_wiped_nothing_is_lost_or_done_twice(
    battered: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = await storm(battered, SHORT, print)

    report(SHORT, outcome)

    assert outcome.held, capsys.readouterr().out
    assert len(outcome.felt) == SHORT.faults
    assert outcome.load.log.counts()["unknown"] == 0
