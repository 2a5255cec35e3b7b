"""The data folder of an embedded installation: paths, permissions, and the lock that lets one process use it.

What is written there belongs to the modules that own it.
"""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SOCKET_PATH_LIMIT = 100
"""A Unix socket's path may have 107 characters; some libraries add to it."""
SOCKET_NAME = ".s.PGSQL.5432"


def home() -> Path:
    """The path of the data folder: OPSLAYER_HOME, else `.opslayer` in the root of the workspace or in the current folder."""
    given = os.environ.get("OPSLAYER_HOME")
    if given:
        return Path(given).expanduser().resolve()
    for folder in (Path.cwd(), *Path.cwd().parents, *Path(__file__).resolve().parents):
        if (folder / "uv.lock").exists() and (folder / "deploy" / "platform").is_dir():
            return folder / ".opslayer"
    return Path.cwd() / ".opslayer"


def cache() -> Path:
    """The user's cache, shared by all installations: OPSLAYER_CACHE, else `opslayer` in the usual place."""
    given = os.environ.get("OPSLAYER_CACHE")
    if given:
        return Path(given).expanduser().resolve()
    usual = os.environ.get("XDG_CACHE_HOME")
    return (Path(usual) if usual else Path.home() / ".cache") / "opslayer"


class DataFolder:
    """The folder of one installation."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.postgres = self.path / "postgres"
        self.kafka = self.path / "kafka"
        self.logs = self.path / "logs"
        self.mail = self.path / "mail"
        self.secrets = self.path / "secrets"
        self.lock = self.path / "lock"
        self.run_record = self.path / "run.json"
        self.ports = self.path / "ports.json"
        self.release = self.path / "release"
        self.first_start = self.path / "first-start.json"

    def prepare(self) -> None:
        """Creates the folders that are missing; only their owner may read secrets, events and mails."""
        for folder in (self.path, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.kafka, self.mail):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
        self.secrets.mkdir(mode=0o700, exist_ok=True)

    def socket_folder(self) -> Path:
        """A folder for PostgreSQL's socket whose path is short enough, wherever the data folder is."""
        inside = self.path / "run"
        if len(str(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return inside
        name = hashlib.sha256(str(self.path).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"opslayer-{os.getuid()}-{name}"

    @contextmanager
    def try_lock(self) -> Iterator[bool]:
        """Locks the folder for this process; yields False when another has it. The lock ends with its process."""
        self.path.mkdir(parents=True, exist_ok=True)
        with self.lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def in_use(self) -> bool:
        """Whether a process has the lock now."""
        if not self.lock.exists():
            return False
        with self.try_lock() as locked:
            return not locked


def read_json(path: Path) -> Any:
    """The content of a small file; None if it is missing or was cut short."""
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return None


def write_json(path: Path, value: Any, mode: int = 0o644) -> None:
    """Writes a value to a small file."""
    write_whole(path, json.dumps(value, indent=1) + "\n", mode)


def write_whole(path: Path, text: str, mode: int = 0o600) -> None:
    """Writes a small file whole or not at all; unless `mode` says more, only its owner may read it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.touch(mode)
    part.chmod(mode)
    part.write_text(text)
    part.replace(path)
