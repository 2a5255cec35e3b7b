"""All members of the workspace have the version of the changelog's newest section, and the product shows it."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from chassis.http.health import RELEASE

ROOT = Path(__file__).parents[2]
WORKSPACE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MEMBERS = [
    ROOT,
    *(path for pattern in WORKSPACE["tool"]["uv"]["workspace"]["members"] for path in sorted(ROOT.glob(pattern))),
]
NEWEST = re.findall(r"^## (\S+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[0]


@pytest.mark.parametrize("member", MEMBERS, ids=lambda path: path.name)
def test_a_member_has_the_version_of_the_changelog(member: Path) -> None:
    project = tomllib.loads((member / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == NEWEST


def test_the_lock_file_has_it_too() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))

    ours = [package for package in lock["package"] if {"editable", "virtual"} & set(package["source"])]
    assert len(ours) == len(MEMBERS)
    assert {package["version"] for package in ours} == {NEWEST}


def test_the_command_line_and_the_processes_show_it() -> None:
    done = subprocess.run([sys.executable, "-m", "opslayer", "--version"], capture_output=True, text=True, check=True)

    assert (done.stdout, RELEASE) == (f"opslayer {NEWEST}\n", NEWEST)
