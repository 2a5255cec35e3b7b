"""What every test of the workspace can ask for lives in `testkit`."""

# Imported before pytest sees the folders of these names, which it would otherwise take for the packages themselves.
import calendars  # noqa: F401
import chassis  # noqa: F401
import contracts  # noqa: F401
import demonstration  # noqa: F401
import gateway  # noqa: F401
import importers  # noqa: F401

pytest_plugins = ["testkit.fixtures", "testkit.parallel_run"]
