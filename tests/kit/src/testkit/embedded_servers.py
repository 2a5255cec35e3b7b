"""PostgreSQL and Kafka of the embedded platform, in a temporary folder, for one run of tests."""

from contextlib import ExitStack

from embedded_platform.child_process import ChildProcess
from embedded_platform.databases import DatabaseServer
from embedded_platform.embedded import EmbeddedPlatform
from installation.run_record import RunRecord
from installation.supervisor import Supervisor

from testkit.temporary_folders import end_leftovers, temporary_folder


class EmbeddedServers:
    """PostgreSQL and Kafka as children of the test run."""

    postgres_stays = False

    def __init__(self) -> None:
        self._started: EmbeddedPlatform | None = None
        self._closing = ExitStack()

    def postgres(self) -> DatabaseServer:
        """Starts PostgreSQL the first time."""
        platform = self._platform()
        self._start(platform, platform.postgres)
        return platform.databases

    def kafka(self) -> str:
        """Starts Kafka the first time."""
        platform = self._platform()
        self._start(platform, platform.kafka)
        return platform.bootstrap

    def close(self) -> None:
        """Stops both and removes their data. Nobody needs what a Kafka that stops by itself would still write."""
        if self._started is not None:
            self._started.kafka.kill()
        self._closing.close()
        self._started = None

    def _start(self, platform: EmbeddedPlatform, server: ChildProcess) -> None:
        """Starts a server and records its process before it is ready: the run may be killed meanwhile."""
        if not server.alive:
            server.start()
            self._record.update_processes(Supervisor([platform.postgres, platform.kafka]).states())
        platform.wait_ready()

    def _platform(self) -> EmbeddedPlatform:
        if self._started is None:
            end_leftovers()
            folder = self._closing.enter_context(temporary_folder())
            self._started = self._closing.enter_context(EmbeddedPlatform(folder))
            self._record = RunRecord(self._started.folder)
            self._record.begin("tests")
        return self._started
