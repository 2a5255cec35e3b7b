"""Downloads Apache Kafka from Maven Central by the pinned coordinates, and checks every file.

The list `kafka-<version>.jars` is written down and not resolved at each installation because resolvers disagree without an
error: with the log binding added, jgo 3.2 takes kafka-clients 3.8.0 for a 4.3.1 broker, and 4.4.0 resolves to 9 files of 45.
`python -m embedded_platform.kafka_download` prints a new list.
"""

import dataclasses
import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import requests
from jgo.maven import Artifact, MavenContext, PythonResolver
from jgo.parse import Endpoint

from embedded_platform.errors import OperatorError, from_os_error
from embedded_platform.kafka_jars import VERSION, pinned
from embedded_platform.progress import Advance, ProgressOutput

WANTED = (
    f"org.apache.kafka:kafka_2.13:{VERSION}",
    f"org.apache.kafka:kafka-clients:{VERSION}",
    "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3",
)
SIZE = 45_000_000
"""Bytes of all files, to show how far the download is."""
PARALLEL_DOWNLOADS = 6


def download(ready: Path, progress: ProgressOutput) -> None:
    """Downloads all files into the folder `ready`; raises OperatorError when that is not possible."""
    try:
        _download(ready, progress)
    except requests.RequestException as error:
        raise OperatorError(
            "Maven Central cannot be reached, from where Kafka is fetched the first time "
            f"({type(error).__name__}). Check the network or the proxy (HTTPS_PROXY) and start again."
        ) from error
    except OSError as error:
        raise from_os_error(error, ready) or error from error


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
            repo_cache=repository, resolver=PythonResolver(progress_callback=_shared_progress(advance))
        )
        fetched = [threads.submit(_fetch, context, part, *pinned) for pinned in pinned()]
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
            f"{name} is not the file it should be (its SHA-256 differs). Somebody changed it on the way."
        )
    file.rename(folder / name)


def _artifact(context: MavenContext, coordinate: str) -> Artifact:
    group, artifact, version = coordinate.split(":")
    return context.project(group, artifact).at_version(version).artifact()


def _shared_progress(advance: Advance) -> Callable[[str, int], AbstractContextManager[Advance]]:
    """Adds up the pieces of many files, which arrive on several threads, in one progress bar."""
    lock = threading.Lock()

    def more(count: int) -> None:
        with lock:
            advance(count)

    return lambda _name, _size: nullcontext(more)


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
