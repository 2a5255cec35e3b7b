"""Makes the icon sprite: one SVG file in which each icon is a symbol that pages refer to."""

import re
from pathlib import Path

from gateway.panel.build.paths import MODULES
from gateway.panel.icons import ICONS

_SOURCE = MODULES / "@tabler/icons/icons/outline"
_INVISIBLE = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def make_sprite(target: Path) -> None:
    """Writes `icons.svg` into `target`."""
    symbols = "\n".join(symbol(name, (_SOURCE / f"{name}.svg").read_text()) for name in sorted(ICONS))
    (target / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n')


def symbol(name: str, drawing: str) -> str:
    """Returns the drawing as a symbol named after the icon."""
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", drawing, flags=re.DOTALL).replace(_INVISIBLE, "")
    lines = " ".join(inner.split())
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{lines}</symbol>'
    )
