"""The platform for tests: fresh databases and a Kafka, real ones, from wherever this machine can have them.

`from testkit import platform` in a conftest.py gives the fixture. Nothing starts before a test asks for it.
"""

from testkit.fixture import platform
from testkit.parts import Parts
from testkit.platform import TestedPlatform

__all__ = ["Parts", "TestedPlatform", "platform"]
