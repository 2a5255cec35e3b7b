"""Where the figures are taken: a whole installation in a temporary folder, and the floor beside it on the same PostgreSQL."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from installation.installation import Installation
from testkit.api_users import ApiUser, Company, GatewayApi

FLOOR_PORT = 20999


@dataclass(frozen=True, slots=True)
class Setting:
    """A running product and the running floor."""

    installation: Installation
    floor: str
    floor_pid: int

    @property
    def api(self) -> str:
        return self.installation.fleet.url("gateway") + "/api"

    def pids(self, *names: str) -> list[int]:
        """Process ids by the supervisor's names, children included where cpu is counted."""
        return [pid for name in names if (pid := self.installation.supervisor.pid(name)) is not None]

    def gateway_api(self) -> GatewayApi:
        """The gateway as people reach it."""
        administrator = self.installation.fleet.secrets.administrator()
        return GatewayApi(self.installation.fleet.url("gateway"), administrator.email, administrator.password)


@contextmanager
def setting() -> Iterator[Setting]:
    """Starts everything, and stops it at the end."""
    with TemporaryDirectory(prefix="opslayer-bench-") as folder, Installation(Path(folder)) as installation:
        installation.start()
        installation.fleet.databases.create("floor")
        url = installation.fleet.databases.urls("floor", "floor").migration_url
        command = [sys.executable, str(Path(__file__).with_name("floor.py")), str(FLOOR_PORT), url]
        floor = subprocess.Popen(command)
        try:
            _wait(f"http://127.0.0.1:{FLOOR_PORT}/docs")
            yield Setting(installation, f"http://127.0.0.1:{FLOOR_PORT}", floor.pid)
        finally:
            floor.terminate()
            floor.wait()


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


async def a_requester(gateway_api: GatewayApi) -> tuple[Company, ApiUser]:
    """A client with somebody who opens tickets."""
    company = await gateway_api.company("Bench")
    return company, await company.member("Anna Nowak", "requester", "decider")


def memory_mib(pid: int) -> float:
    """Memory of a process and its children that is theirs alone (USS), so that shared pages are not counted twice."""
    total = 0
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        try:
            total += process.memory_full_info().uss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20
