"""`python -m gateway.panel.build [--force]`: run by make, for images, and after a template was changed."""

import sys
import time

from gateway.panel.build.node import BuildError
from gateway.panel.build.paths import VENDOR
from gateway.panel.build.vendor_folder import build


def main() -> int:
    """Returns 0 if the panel's files are there afterwards, else 1 with an explanation."""
    start = time.monotonic()
    try:
        built = build(force="--force" in sys.argv[1:])
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in VENDOR.iterdir()) // 1024
    state = f"built in {time.monotonic() - start:.1f} s" if built else "up to date"
    print(f"Panel files {state} ({size} kB).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
