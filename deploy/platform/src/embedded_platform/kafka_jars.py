"""Apache Kafka's program files: pinned by coordinate and SHA-256, downloaded once, kept in the user's cache.

Downloading them is in `kafka_download`, which only the first start imports.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from embedded_platform.data_folder import cache
from embedded_platform.errors import OperatorError
from embedded_platform.progress import ProgressOutput

VERSION = "4.3.1"


def kafka_jars(progress: ProgressOutput, folder: Path | None = None) -> list[Path]:
    """All files of Kafka; downloads them when they are not in the cache."""
    ready = (folder or cache()) / f"kafka-{VERSION}"
    if not ready.is_dir():
        with locked(ready):
            if not ready.is_dir():
                from embedded_platform.kafka_download import download

                download(ready, progress)
    names = [name for name, _, _ in pinned()]
    missing = [name for name in names if not (ready / name).exists()]
    if missing:
        raise OperatorError(
            f"{len(missing)} of Kafka's files are missing in {ready}. Remove that folder and start again."
        )
    return [ready / name for name in names]


def pinned() -> list[tuple[str, str, str]]:
    """File name, coordinate and SHA-256 of each file."""
    lines = files("embedded_platform").joinpath(f"kafka-{VERSION}.jars").read_text().split("\n")
    pairs = [line.split(" ") for line in lines if line]
    return [("-".join(coordinate.split(":")[1:]) + ".jar", coordinate, digest) for coordinate, digest in pairs]


@contextmanager
def locked(ready: Path) -> Iterator[None]:
    """Lets one process at a time write what is in the cache beside or below `ready`."""
    ready.parent.mkdir(parents=True, exist_ok=True)
    with ready.with_name(f"{ready.name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
