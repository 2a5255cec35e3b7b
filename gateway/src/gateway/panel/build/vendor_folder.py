"""Builds everything in a temporary folder, which then replaces the old one in one move."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

from gateway.panel.build import stamp
from gateway.panel.build.node import find_node
from gateway.panel.build.packages import install_packages
from gateway.panel.build.paths import MODULES, STATIC, VENDOR
from gateway.panel.build.sprite import make_sprite
from gateway.panel.build.styles import make_styles

_FONTS = "@fontsource-variable/inter/files"
COPIED = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "idiomorph/dist/idiomorph.min.js": "idiomorph.js",
    f"{_FONTS}/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    f"{_FONTS}/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
    "htmx.org/LICENSE": "licence-htmx.txt",
    "idiomorph/LICENSE": "licence-idiomorph.txt",
    "@fontsource-variable/inter/LICENSE": "licence-inter.txt",
}
"""File of a package -> its name in the vendor folder, licences included."""


def build(*, force: bool = False) -> bool:
    """Builds the folder if it is missing or outdated; tells whether it did."""
    wanted = stamp.wanted()
    if stamp.present() == wanted and not force:
        return False
    node = find_node()
    install_packages(node)
    fresh = Path(mkdtemp(prefix="vendor-", dir=STATIC))
    try:
        make_styles(node, fresh)
        make_sprite(fresh)
        _copy(fresh)
        (fresh / "stamp").write_text(wanted)
        _put_in_place(fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True


def _copy(target: Path) -> None:
    for source, name in COPIED.items():
        found = MODULES / source
        if found.exists() or not name.startswith("licence-"):
            shutil.copyfile(found, target / name)


def _put_in_place(fresh: Path) -> None:
    fresh.chmod(0o755)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
