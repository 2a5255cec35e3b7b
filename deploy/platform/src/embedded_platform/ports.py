"""Free ports on this machine, remembered so that a restart keeps its addresses."""

import random
import socket
from pathlib import Path

import psutil

from embedded_platform.data_folder import read_json, write_json

HOST = "127.0.0.1"
FIRST, LAST = 21_000, 31_999
"""Below the range from which the system takes ports for outgoing connections: a client that keeps dialling a
stopped server on a port inside that range can connect to itself and keep the port for ever."""


def is_free(port: int) -> bool:
    """Whether a server could listen there now (connections of an earlier server that are still closing do not count)."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def accepts_connections(port: int, host: str = HOST) -> bool:
    """Whether a server accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def free_port() -> int:
    """A free port."""
    while True:
        port = random.randint(FIRST, LAST)
        if is_free(port):
            return port


def listening_program(port: int) -> str | None:
    """The program that listens on a port; None if this user may not see it."""
    try:
        for connection in psutil.net_connections("tcp"):
            here = connection.laddr
            if here and here.port == port and connection.status == psutil.CONN_LISTEN and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except (psutil.Error, OSError):
        pass
    return None


class Ports:
    """Ports by name, kept in a file; a remembered port that somebody else took in the meantime is replaced."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, int] = read_json(file) or {}
        self._given: set[str] = set()

    def port(self, name: str) -> int:
        """The port of `name`: the same for the life of this object, and the remembered one when it is still free."""
        if name not in self._given and not (name in self._known and is_free(self._known[name])):
            self._known[name] = self._unused()
            write_json(self._file, self._known)
        self._given.add(name)
        return self._known[name]

    def remembered(self, name: str) -> int | None:
        """The port that `name` was given, free or not: other processes find a running installation by it."""
        return self._known.get(name)

    def _unused(self) -> int:
        while (port := free_port()) in self._known.values():
            pass
        return port
