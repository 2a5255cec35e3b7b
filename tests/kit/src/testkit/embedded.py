"""The embedded platform in a temporary folder, for one run of tests; tidies up after runs that were killed."""

import shutil
import tempfile
from pathlib import Path

from embedded_platform.data_folder import DataFolder
from embedded_platform.databases import DatabaseServer
from embedded_platform.embedded import EmbeddedPlatform
from installation.run_record import RunRecord, is_same_process, stop_leftovers
from installation.supervisor import Supervisor

PREFIX = "opslayer-tests-"


class EmbeddedParts:
    """PostgreSQL and Kafka as children of the test run."""

    def __init__(self) -> None:
        self._started: EmbeddedPlatform | None = None

    def postgres(self) -> DatabaseServer:
        """Starts PostgreSQL the first time."""
        platform = self._platform()
        if not platform.postgres.alive:
            platform.start_postgres()
            self._note(platform)
        return platform.databases

    def kafka(self) -> str:
        """Starts Kafka the first time."""
        platform = self._platform()
        if not platform.kafka.alive:
            platform.start_kafka()
            self._note(platform)
        return platform.bootstrap

    def close(self) -> None:
        """Stops both and removes their data."""
        if self._started is not None:
            self._started.stop()
            shutil.rmtree(self._started.folder.path, ignore_errors=True)
            self._started = None

    def _platform(self) -> EmbeddedPlatform:
        if self._started is None:
            sweep()
            self._started = EmbeddedPlatform(Path(tempfile.mkdtemp(prefix=PREFIX)))
            self._record = RunRecord(self._started.folder)
            self._record.begin("tests")
        return self._started

    def _note(self, platform: EmbeddedPlatform) -> None:
        self._record.update_processes(Supervisor([platform.postgres, platform.kafka]).states())


def sweep() -> None:
    """Ends and removes platforms of test runs that were killed before they could do it themselves."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        folder = DataFolder(path)
        try:
            record = RunRecord(folder).read()
            if record and not is_same_process(record.get("pid"), record.get("created")):
                stop_leftovers(folder)
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            continue  # another user's
