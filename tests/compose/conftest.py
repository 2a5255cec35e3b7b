"""The whole product from docker-compose.yml, once for all tests here, and a client app that speaks to its gateway.

Without a Docker engine with Compose, or without the three base images (present or to be pulled), everything here is skipped
with the reason.
"""

import os
import subprocess
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from embedded_platform import ports

ROOT = Path(__file__).parents[2]
BASE_IMAGES = ("python:3.13-slim", "postgres:18", "apache/kafka:4.3.1")
EMAIL, PASSWORD = "first@provider.example", "trial of the containers"
SERVICES = ("tickets", "assets", "processes", "notifications", "gateway")


def said_by(*command: str, seconds: float = 60) -> str | None:
    """What a command printed; None when it failed or is not there."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def missing() -> str | None:
    """Why the stack cannot run here; None when it can."""
    if said_by("docker", "info") is None:
        return "no Docker engine answers"
    if said_by("docker", "compose", "version") is None:
        return "the Docker client has no Compose"
    for image in BASE_IMAGES:
        here = said_by("docker", "image", "inspect", image) is not None
        if not here and said_by("docker", "pull", "--quiet", image, seconds=300) is None:
            return f"the image {image} is neither here nor to be pulled"
    return None


@dataclass(frozen=True)
class Stack:
    """One installation of docker-compose.yml under a project name, a port and a file of settings of its own."""

    project: str
    port: int
    file: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def set(self, **more: str) -> None:
        """Writes the file of settings, as an operator writes `.env`."""
        settings = {
            "OPSLAYER_ENV_FILE": str(self.file),
            "OPSLAYER_PUBLISH": f"127.0.0.1:{self.port}",
            "OPSLAYER_PUBLIC_URL": self.url,
            "OPSLAYER_ADMIN_EMAIL": EMAIL,
            "OPSLAYER_ADMIN_PASSWORD": f"'{PASSWORD}'",
            "OPSLAYER_VERSION": "test",
            **more,
        }
        self.file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))

    def compose(self, *arguments: str, seconds: float = 1500) -> str:
        options = ["--project-name", self.project, "--env-file", str(self.file), "--progress", "quiet"]
        command = ["docker", "compose", *options, *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False)
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
        return done.stdout

    def up(self, *arguments: str) -> None:
        """Brings everything up, or to another number of replicas, and waits until all are healthy."""
        try:
            self.compose("up", "--detach", "--wait", "--wait-timeout", "300", *arguments)
        except AssertionError as fault:
            raise AssertionError(f"{fault}\n{self.compose('logs', '--no-color', '--tail', '40')}") from None

    def inside(self, service: str, *command: str) -> str:
        return self.compose("exec", "-T", service, *command, seconds=60).strip()

    def containers(self, service: str) -> list[str]:
        return self.compose("ps", "--quiet", service, seconds=60).split()


class ClientApp:
    """Calls the gateway as an administrator of the provider; asks again when the installation is in trouble."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        asked = {"email": EMAIL, "password": PASSWORD, "name": "tests", "days": 1}
        token = self.send("/api/tokens", asked)["token"]
        self._session.headers["Authorization"] = f"Bearer {token}"

    def send(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Sends a command until it has an answer, always under the same key."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return self._until_answered(lambda: self._session.post(self._url + path, json=body, headers=key, timeout=20))

    def read(self, path: str) -> dict[str, Any]:
        return self._until_answered(lambda: self._session.get(self._url + path, timeout=20))

    def _until_answered(self, ask: Callable[[], requests.Response], patience: float = 60) -> dict[str, Any]:
        end = time.monotonic() + patience
        while (response := answer_to(ask)) is None:
            assert time.monotonic() < end, f"no answer in {patience} s"
            time.sleep(0.2)
        assert response.ok, response.text
        answer: dict[str, Any] = response.json()
        return answer


def answer_to(ask: Callable[[], requests.Response]) -> requests.Response | None:
    """An answer that means something; None when the installation could not give one."""
    try:
        response = ask()
    except (requests.ConnectionError, requests.Timeout):
        return None
    return None if response.status_code >= 500 else response


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The installation; it takes minutes when its images are not built yet. Removed with its data afterwards."""
    if reason := missing():
        warnings.warn(f"docker-compose.yml is not tested: {reason}", stacklevel=1)
        pytest.skip(reason)
    stack = Stack(f"opslayer-test-{os.getpid()}", ports.free_port(), tmp_path_factory.mktemp("compose") / "settings")
    stack.set()
    try:
        stack.compose("build")
        stack.up()
        yield stack
    finally:
        stack.compose("down", "--volumes", "--timeout", "5")


@pytest.fixture(scope="session")
def app(stack: Stack) -> ClientApp:
    """A client app with a token."""
    return ClientApp(stack.url)


@pytest.fixture
def company(app: ClientApp) -> str:
    """The id of a company that has just joined."""
    return str(app.send("/api/clients", {"name": f"Company {uuid.uuid4()}"})["id"])


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool], str], None]:
    """Waits until something is so."""

    def wait(is_so: Callable[[], bool], what: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, f"not after {seconds:.0f} s: {what}"
            time.sleep(0.2)

    return wait
