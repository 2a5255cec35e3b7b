"""Trims the style sheet of the UI kit to the rules our pages use, and writes its embedded pictures into files.

Embedded `data:` pictures would need an exception from the content security policy; files do not.
"""

import re
import subprocess
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from gateway.panel.build.node import BuildError, Node
from gateway.panel.build.paths import FRONT_END, MODULES, PANEL

_EMBEDDED = re.compile(r"""url\((["'])data:image/svg\+xml,(.*?)\1\)""")
KIT = MODULES / "@tabler/core/dist/css/tabler.min.css"


def make_styles(node: Node, target: Path) -> None:
    """Writes `tabler.css` and its pictures into `target`."""
    trimmed = _trim(node)
    (target / "tabler.css").write_text(pictures_as_files(trimmed, target))


def _trim(node: Node) -> str:
    command = [node.node, str(FRONT_END / "trim.mjs"), str(KIT), str(PANEL)]
    answer = subprocess.run(command, cwd=FRONT_END, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise BuildError(f"Trimming the style sheet failed:\n{answer.stderr}")
    return answer.stdout


def pictures_as_files(css: str, target: Path) -> str:
    """Writes the `data:` pictures of a style sheet into `target`; returns the sheet with their names."""

    def as_file(match: re.Match[str]) -> str:
        picture = unquote(match[2].replace('\\"', '"'))
        name = f"kit-{sha256(picture.encode()).hexdigest()[:12]}.svg"
        (target / name).write_text(picture)
        return f"url({name})"

    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", _EMBEDDED.sub(as_file, css))
