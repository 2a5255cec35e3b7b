"""The platform for tests: fresh databases and a Kafka, real ones, from wherever this machine can have them.

`from opslayer.testing import platform` in a conftest.py gives the fixture. Nothing starts before a test asks for it.
"""

from opslayer.testing.fixture import platform
from opslayer.testing.parts import Parts
from opslayer.testing.platform import TestedPlatform

__all__ = ["Parts", "TestedPlatform", "platform"]
