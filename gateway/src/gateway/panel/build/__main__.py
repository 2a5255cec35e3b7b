"""`python -m gateway.panel.build [--force]`: for make, for images, and after a template was changed."""

import subprocess
import sys
import time

from gateway.panel.build.assembling import build
from gateway.panel.build.node import NoNode
from gateway.panel.build.packages import NotBrought
from gateway.panel.build.places import VENDOR


def main() -> int:
    """0 when the panel's files are there afterwards, 1 with an explanation otherwise."""
    start = time.monotonic()
    try:
        built = build(force="--force" in sys.argv[1:])
    except (NoNode, NotBrought) as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"Trimming the style sheet failed:\n{error.stderr}", file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in VENDOR.iterdir()) // 1024
    state = f"built in {time.monotonic() - start:.1f} s" if built else "up to date"
    print(f"Panel files {state} ({size} kB).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
