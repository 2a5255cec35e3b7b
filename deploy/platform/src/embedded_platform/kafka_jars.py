"""Apache Kafka's program files: fetched once from Maven Central by their coordinates, checked, kept in the user's cache.

The list beside this module pins every file by coordinate and SHA-256. It is written down and not resolved at each
installation because resolvers disagree without an error: with the log binding added, jgo 3.2 takes kafka-clients 3.8.0
for a 4.3.1 broker, and 4.4.0 resolves to 9 files of 45. `python -m embedded_platform.kafka_jars` prints a new list.
"""

import dataclasses
import fcntl
import hashlib
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import requests
from jgo.maven import Artifact, MavenContext, PythonResolver
from jgo.parse import Endpoint

from embedded_platform.data_folder import cache
from embedded_platform.errors import OperatorError, from_os_error
from embedded_platform.progress import Advance, ProgressOutput

VERSION = "4.3.1"
WANTED = (
    f"org.apache.kafka:kafka_2.13:{VERSION}",
    f"org.apache.kafka:kafka-clients:{VERSION}",
    "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3",
)
SIZE = 45_000_000
"""Bytes of all files, to show how far the download is."""
PARALLEL_DOWNLOADS = 6


def kafka_jars(progress: ProgressOutput, folder: Path | None = None) -> list[Path]:
    """All files of Kafka; downloads them when they are not in the cache."""
    ready = (folder or cache()) / f"kafka-{VERSION}"
    names = [file for file, _, _ in _pinned()]
    if not ready.is_dir():
        try:
            with _download_lock(ready):
                if not ready.is_dir():
                    _download(ready, progress)
        except requests.RequestException as error:
            raise OperatorError(
                "Maven Central cannot be reached, from where Kafka is fetched the first time "
                f"({type(error).__name__}). Check the network or the proxy (HTTPS_PROXY) and start again."
            ) from error
        except OSError as error:
            raise from_os_error(error, ready) or error from error
    missing = [name for name in names if not (ready / name).exists()]
    if missing:
        raise OperatorError(
            f"{len(missing)} of Kafka's files are missing in {ready}. Remove that folder and start again."
        )
    return [ready / name for name in names]


def _pinned() -> list[tuple[str, str, str]]:
    """File name, coordinate and SHA-256 of each file."""
    lines = files("embedded_platform").joinpath(f"kafka-{VERSION}.jars").read_text().split("\n")
    pairs = [line.split(" ") for line in lines if line]
    return [("-".join(coordinate.split(":")[1:]) + ".jar", coordinate, digest) for coordinate, digest in pairs]


def _download(ready: Path, progress: ProgressOutput) -> None:
    part = ready.with_name(
        f"{ready.name}.part"
    )  # whole or not at all: the folder gets its name when every file was checked
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    repository = part / "repository"
    with (
        progress.download(f"Apache Kafka {VERSION}", SIZE) as advance,
        ThreadPoolExecutor(PARALLEL_DOWNLOADS) as threads,
    ):
        context = MavenContext(
            repo_cache=repository, resolver=PythonResolver(progress_callback=_SharedProgress(advance))
        )
        fetched = [threads.submit(_fetch, context, part, *pinned) for pinned in _pinned()]
        try:
            for one in fetched:
                one.result()
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    shutil.rmtree(repository)
    part.rename(ready)


def _fetch(context: MavenContext, folder: Path, name: str, coordinate: str, digest: str) -> None:
    file = _artifact(context, coordinate).resolve()
    if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
        raise OperatorError(
            f"{name} is not the file it should be (its SHA-256 differs). Somebody on_change it on the way."
        )
    file.rename(folder / name)


def _artifact(context: MavenContext, coordinate: str) -> Artifact:
    group, artifact, version = coordinate.split(":")
    return context.project(group, artifact).at_version(version).artifact()


class _SharedProgress:
    """Adds up the pieces of many files, which arrive on several threads, in one progress bar."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._lock = threading.Lock()

    @contextmanager
    def __call__(self, name: str, size: int) -> Iterator[Advance]:  # noqa: ARG002 - the resolver's signature
        yield self._more

    def _more(self, count: int) -> None:
        with self._lock:
            self._advance(count)


@contextmanager
def _download_lock(ready: Path) -> Iterator[None]:
    """Lets one process download at a time."""
    ready.parent.mkdir(parents=True, exist_ok=True)
    with ready.with_name(f"{ready.name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _resolve() -> Iterator[str]:
    context = MavenContext()
    coordinates = [coordinate for wanted in WANTED for coordinate in Endpoint.parse(wanted).coordinates]
    wanted = [context.create_dependency(dataclasses.replace(coordinate, scope="compile")) for coordinate in coordinates]
    direct, further = context.resolver.resolve(wanted)
    for dependency in [*direct, *(one for one in further if one.scope in ("compile", "runtime"))]:
        artifact = dependency.artifact
        digest = hashlib.sha256(artifact.resolve().read_bytes()).hexdigest()
        yield f"{artifact.groupId}:{artifact.artifactId}:{artifact.version} {digest}"


if __name__ == "__main__":
    print("\n".join(sorted(_resolve())))
