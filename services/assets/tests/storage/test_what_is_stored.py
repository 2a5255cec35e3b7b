"""The tables are those that are declared, and what stands in them survives upgrades."""

from pathlib import Path
from typing import Any

import pytest
from assets.settings import Settings
from assets.storage import tables
from assets.storage.assets import ASSETS
from assets.storage.handovers import HANDOVERS
from assets.storage.models import MODELS
from assets.storage.people import PEOPLE
from testkit import migrated, stored

every_kind = pytest.mark.parametrize(
    "repository", [ASSETS, PEOPLE, MODELS, HANDOVERS], ids=lambda one: str(one.table.name)
)


def test_migrations_lead_to_the_declared_tables(settings: Settings) -> None:
    migrated.check("assets", settings, tables.metadata)


@every_kind
def test_what_a_newer_release_wrote_is_kept(repository: Any) -> None:
    stored.check_newer_fields_are_kept(repository.codec)


@every_kind
def test_rows_of_the_last_release_are_read_and_rewritten(repository: Any) -> None:
    file = Path(__file__).parent / "stored" / f"{repository.table.name}.json"
    stored.check_rows_of_the_last_release(repository.codec, file)
