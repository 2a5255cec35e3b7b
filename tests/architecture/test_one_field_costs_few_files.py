"""The optional field of a ticket in `docs/add-a-feature.md` costs at most five files by hand, and then it is there.

The page's diff is applied to a copy of the working copy, so the page cannot say what is not true.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BY_HAND = 5
OPENS_A_TICKET = """
from datetime import UTC, datetime
from uuid import UUID
from chassis.database.state_codec import StateCodec
from chassis.domain.actor import Actor
from contracts.tickets.commands import OpenTicket
from contracts.tickets.state import ReportedFacts
from tickets.commands.open_ticket import _FACTS
from tickets.domain import decisions
from tickets.domain.evolution import evolve
from tickets.domain.ticket import Ticket
from tickets.events import PUBLICATION

body = OpenTicket(title="Projektor", location="Sala 2")
now, anna = datetime(2026, 3, 2, tzinfo=UTC), Actor("client", "Anna", UUID(int=1))
facts = {name: getattr(body, name) for name in _FACTS}
draft = Ticket(id=UUID(int=2), client_id=UUID(int=3), number="T-1", type=body.type, opened_at=now, **facts)
ticket = None
for event in decisions.open_ticket(draft, anna, now):
    ticket = evolve(ticket, event)
codec = StateCodec(Ticket)
stored = codec.read(codec.write(ticket), codec.version)
print(PUBLICATION.state(stored).decode())
"""


@pytest.fixture(scope="module")
def diff() -> str:
    page = (ROOT / "docs/add-a-feature.md").read_text("utf-8")
    found = re.search(r"^```diff\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def changed(diff: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the working copy with the field in it, and its generated files written anew."""
    copy = tmp_path_factory.mktemp("field") / "copy"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, tracked.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    subprocess.run(["git", "apply", "-"], cwd=copy, input=diff, text=True, check=True)
    run(copy, "-m", "reference_generator", ".")
    return copy


def run(copy: Path, *arguments: str) -> str:
    """Runs Python with the packages of the copy."""
    sources = os.pathsep.join(str(path) for path in sorted(copy.rglob("src")) if path.is_dir())
    environment = {**os.environ, "PYTHONPATH": sources}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_few_files_are_written_by_hand(diff: str) -> None:
    files = re.findall(r"^\+\+\+ b/(.+)$", diff, re.MULTILINE)

    assert 1 < len(files) <= BY_HAND, files


def test_the_field_is_taken_stored_and_published(changed: Path) -> None:
    assert '"location":"Sala 2"' in run(changed, "-c", OPENS_A_TICKET)


def test_the_contract_of_the_owner_is_the_only_schema_that_changes(changed: Path) -> None:
    schemas = sorted((changed / "contracts/schemas").glob("*.json"))
    differ = [one.name for one in schemas if one.read_bytes() != (ROOT / "contracts/schemas" / one.name).read_bytes()]

    assert differ == ["tickets.json"]


def test_the_panels_texts_are_complete_with_it(changed: Path) -> None:
    run(changed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "gateway/tests/panel/test_every_text_is_there.py")
