"""The unprivileged system user under which PostgreSQL runs when we are root: PostgreSQL refuses to run as root.

As an ordinary user nothing of this happens.
"""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

NAME = "opslayer-postgres"
FALLBACK = "nobody"


SystemUser = pwd.struct_passwd


def postgres_user() -> SystemUser | None:
    """The user PostgreSQL runs as; None means our own. Creates the user the first time, or takes `nobody` where it cannot."""
    if os.geteuid() != 0:
        return None
    return _find(NAME) or _make() or _find(FALLBACK)


def run_as(user: SystemUser | None) -> dict[str, Any]:
    """The arguments of `subprocess` that run a program as this user; none for our own."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def give_to(folder: Path, user: SystemUser) -> None:
    """Makes the user the owner of an empty folder, and lets it pass through the folders above.

    Those get only the permission to be passed (x), not to be listed, and only where it is missing.
    """
    os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)
    allow_passing(folder)


def allow_passing(path: Path) -> None:
    """Lets every user pass through the folders above `path`."""
    for above in path.resolve().parents:
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def allow_reading(folder: Path) -> None:
    """Lets every user read and run what an installer wrote for its owner only."""
    allow_passing(folder)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            runs = stat.S_IXOTH if mode & stat.S_IXUSR else 0
            if mode | stat.S_IROTH | runs != mode:
                path.chmod(mode | stat.S_IROTH | runs)


def _find(name: str) -> SystemUser | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _make() -> SystemUser | None:
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        return None
    shell = "/usr/sbin/nologin"
    subprocess.run([tool, "--system", "--no-create-home", "--shell", shell, NAME], check=False, capture_output=True)
    return _find(NAME)
