"""Where this machine has a Chromium."""

import os
import shutil

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first of these that is there; the one without windows costs half the processor."""


def chromium_program() -> str | None:
    """The program OPSLAYER_TEST_CHROMIUM names, or the one that is there."""
    return os.environ.get("OPSLAYER_TEST_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
