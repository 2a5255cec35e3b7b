"""How a run is spread over worker processes (pytest-xdist), and that no server outlives it. A pytest plugin.

Each worker starts servers and installations of its own, so that nothing collides. Tests that share expensive ones are a
group, which runs on one worker from its first to its last test.
"""

import os
import signal
from types import FrameType
from typing import Any

import pytest
from embedded_platform import ports

from testkit.temporary_folders import end_leftovers

GROUPS: dict[str, tuple[str, ...]] = {
    "battered installation": ("tests/chaos/test_a_storm", "tests/chaos/test_mutants"),
    "panel": ("tests/browser/",),
    "running installation": (
        "tests/journeys/",
        "tests/chaos/test_what_storms",
        "tests/architecture/test_every_route",
        "tests/architecture/test_reads",
    ),
    "containers": ("tests/compose/",),
    "chassis": ("chassis/",),
    "stand-ins": ("deploy/",),
}
"""The groups by what they share, the longest first; every other folder of tests is a group of its own and comes later."""


def group_of(test: str) -> str:
    """The group of a test, by the path in its id."""
    path = test.partition("::")[0]
    for group, beginnings in GROUPS.items():
        if path.startswith(beginnings):
            return group
    return "/".join(path.split("/")[:2])


def pytest_configure(config: pytest.Config) -> None:
    """Lets a run that is asked to end (SIGTERM) end as by Ctrl-C, and gives each worker ports of its own."""
    signal.signal(signal.SIGTERM, _interrupt)
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        _take_ports(int(worker["workerid"].removeprefix("gw")) % worker["workercount"], worker["workercount"])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends what crashed workers have left running."""
    if not hasattr(config, "workerinput"):
        end_leftovers()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Puts the longest groups first; in a run without workers everything stays where it stands."""
    if hasattr(config, "workerinput"):
        order = list(GROUPS)
        items.sort(key=lambda item: order.index(group) if (group := group_of(item.nodeid)) in GROUPS else len(order))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Stops a group's servers after its last test: an idle installation costs the tests of other groups their processor."""
    if hasattr(item.config, "workerinput") and nextitem and group_of(nextitem.nodeid) != group_of(item.nodeid):
        item.session._setupstate.teardown_exact(None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores, since tests often wait."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Gives whole groups to workers, in the order in which they were collected."""
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = group_of
    return scheduler


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _take_ports(number: int, count: int) -> None:
    """Servers choose their ports at random long before they listen: workers must not choose from the same."""
    width = (ports.LAST - ports.FIRST) // count
    ports.FIRST += number * width
    ports.LAST = ports.FIRST + width - 1
