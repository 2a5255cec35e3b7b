"""Rows of every kind are read by the release before and the release after, and lose nothing when they are rewritten."""

from pathlib import Path
from typing import Any

import pytest
from chassis.database.state_codec import StateCodec
from notifications.storage.deliveries import MAIL
from notifications.storage.notifications import NOTIFICATIONS
from notifications.storage.preferences import PREFERENCES
from notifications.storage.webhooks import WEBHOOKS
from testkit import stored

ROWS = Path(__file__).parent / "stored"
CODECS: dict[str, StateCodec[Any]] = {
    "mail": MAIL,
    "notification": NOTIFICATIONS.codec,
    "preferences": PREFERENCES.codec,
    "webhook": WEBHOOKS.codec,
}


@pytest.mark.parametrize("kind", CODECS)
def test_fields_of_a_newer_release_are_kept(kind: str) -> None:
    stored.check_newer_fields_are_kept(CODECS[kind], changes="to_name" if kind == "mail" else "version")


@pytest.mark.parametrize("kind", CODECS)
def test_rows_of_the_last_release_are_read(kind: str) -> None:
    stored.check_rows_of_the_last_release(CODECS[kind], ROWS / f"{kind}.json")
