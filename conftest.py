"""What every test of the workspace can ask for. The platform itself lives in `opslayer.testing`."""

from opslayer.testing import platform

__all__ = ["platform"]
