"""The paths the build reads and writes."""

from pathlib import Path

PANEL = Path(__file__).resolve().parent.parent
TEMPLATES = PANEL / "templates"
STATIC = PANEL / "static"
VENDOR = STATIC / "vendor"
FRONT_END = PANEL.parents[2] / "frontend"
MODULES = FRONT_END / "node_modules"
LOCK = FRONT_END / "package-lock.json"
