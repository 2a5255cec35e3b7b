"""The stamp of a build: a digest of everything the result depends on."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from gateway.panel.build.paths import FRONT_END, LOCK, PANEL, STATIC, TEMPLATES, VENDOR

_FILE = VENDOR / "stamp"


def digest(files: Iterable[Path]) -> str:
    """Returns one digest of the files' names and contents, independent of their order."""
    total = sha256()
    for file in sorted(files):
        total.update(f"{file.name}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()


def wanted() -> str:
    """Returns the stamp that a build would have now."""
    sources = [LOCK, FRONT_END / "trim.mjs", PANEL / "icons.py", *TEMPLATES.rglob("*.html")]
    return digest([*sources, *STATIC.glob("*.js"), *(PANEL / "build").glob("*.py")])


def present() -> str:
    """Returns the stamp of the existing build, or an empty text."""
    return _FILE.read_text() if _FILE.exists() else ""
