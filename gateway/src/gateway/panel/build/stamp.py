"""Tells whether anything has to be built: a digest of everything the result depends on."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from gateway.panel.build.places import FRONT_END, LOCK, PANEL, STATIC, TEMPLATES, VENDOR

_FILE = VENDOR / "stamp"


def digest(files: Iterable[Path]) -> str:
    """One digest over names and contents, whatever order they are given in."""
    total = sha256()
    for file in sorted(files):
        total.update(f"{file.name}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()


def wanted() -> str:
    """The stamp a result built now would carry."""
    sources = [LOCK, FRONT_END / "trim.mjs", PANEL / "icons.py", *TEMPLATES.rglob("*.html")]
    return digest([*sources, *STATIC.glob("*.js"), *(PANEL / "build").glob("*.py")])


def present() -> str:
    """The stamp of what is there; empty when nothing is."""
    return _FILE.read_text() if _FILE.exists() else ""
