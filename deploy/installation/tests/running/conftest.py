"""An installation whose services are stand-ins, on the real embedded platform; started once for all tests here."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from installation.fleet import SERVICES
from installation.installation import Installation
from testkit.temporary_folders import temporary_folder

Until = Callable[[Callable[[], bool]], None]
ALL_BUT_MAIN_IS_REAL = "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n"
STAND_IN = Path(__file__).parent / "stand_ins" / "stand_in.py"


@pytest.fixture(scope="session")
def stand_ins(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with a package of each service's name; in PYTHONPATH it comes before the real ones."""
    folder = tmp_path_factory.mktemp("stand-ins")
    for service in SERVICES:
        (folder / service).mkdir()
        (folder / service / "__init__.py").write_text(ALL_BUT_MAIN_IS_REAL)
        (folder / service / "__main__.py").write_text(STAND_IN.read_text())
    return str(folder)


@pytest.fixture(scope="session")
def own_folder() -> Iterator[Path]:
    """A folder for installations."""
    with temporary_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def installation(own_folder: Path, stand_ins: str) -> Iterator[Installation]:
    """Runs while the tests run; each test leaves it whole."""
    with Installation(own_folder / "one") as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", stand_ins)
            running.start()
        yield running


@pytest.fixture
def until() -> Until:
    """Waits until something is so; fails after a while."""

    def wait(so: Callable[[], bool]) -> None:
        end = time.monotonic() + 120
        while not so():
            assert time.monotonic() < end, "it did not become so"
            time.sleep(0.05)

    return wait
