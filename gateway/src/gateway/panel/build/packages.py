"""Installs exactly the packages of the lock file, once per lock file."""

import subprocess

from gateway.panel.build.node import BuildError, Node
from gateway.panel.build.paths import FRONT_END, LOCK, MODULES
from gateway.panel.build.stamp import digest

_MARK = MODULES / ".installed"
_UNREACHABLE = ("ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "ECONNRESET", "ENETUNREACH", "network")


def install_packages(node: Node) -> None:
    """Runs `npm ci`, unless the packages of this lock file are installed."""
    wanted = digest([LOCK])
    if _MARK.exists() and _MARK.read_text() == wanted:
        return
    command = [*node.npm, "ci", "--no-fund", "--no-audit", "--ignore-scripts"]
    answer = subprocess.run(command, cwd=FRONT_END, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise BuildError(explain(answer.stderr))
    _MARK.write_text(wanted)


def explain(stderr: str) -> str:
    """Returns an explanation of npm's failure."""
    if any(sign in stderr for sign in _UNREACHABLE):
        return (
            "The npm registry cannot be reached, and the panel's style sheets, icons and scripts are not here yet.\n"
            "They are fetched once; check the network or npm's `registry` setting and try again.\n\n" + stderr.strip()
        )
    if "ENOSPC" in stderr:
        return f"The disk is full: the panel's packages need about 90 MB in {MODULES}."
    return "npm could not install the panel's packages:\n" + stderr.strip()
