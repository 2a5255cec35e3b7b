"""What every test of the workspace can ask for. The platform itself lives in `testkit`."""

# Imported before pytest sees the folders of these names, which it would otherwise take for the packages themselves.
from testkit import platform
from testkit.front_door import door, running

import calendars  # noqa: F401
import chassis  # noqa: F401
import contracts  # noqa: F401
import demonstration  # noqa: F401
import gateway  # noqa: F401
import importers  # noqa: F401

__all__ = ["door", "platform", "running"]
