"""Clients and accounts: a newer release's fields are kept, and rows of the last release are read."""

from pathlib import Path
from typing import Any

import pytest
from chassis.database.state_codec import StateCodec
from gateway.identity.repositories import ACCOUNTS, CLIENTS
from testkit import stored

CODECS: dict[str, StateCodec[Any]] = {"account": ACCOUNTS.codec, "client": CLIENTS.codec}
FILES = Path(__file__).parent / "stored"


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
def test_fields_of_a_newer_release_are_kept(codec: StateCodec[Any]) -> None:
    stored.check_newer_fields_are_kept(codec)


@pytest.mark.parametrize("kind", CODECS)
def test_rows_of_the_last_release_are_read_and_rewritten(kind: str) -> None:
    stored.check_rows_of_the_last_release(CODECS[kind], FILES / f"{kind}.json")
