"""Writes the JSON Schema of every published event (`make docs`), and on a release what readers of that release know.

`schemas/` is today. `released/` is what the last release published, one sample an event: it changes only with a release.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contracts.catalogue import all_published


def write_schemas(folder: Path) -> int:
    """Writes today's schemas and removes those of events that are gone; returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    today = {event.TYPE: event.model_json_schema() for _, event in all_published()}
    for name, schema in today.items():
        write(folder / f"{name}.json", schema)
    for file in folder.glob("*.json"):
        if file.stem not in today:
            file.unlink()
    return len(today)


def write(file: Path, content: Mapping[str, Any]) -> None:
    """One JSON file, in a form whose differences can be read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    print(write_schemas(Path(sys.argv[1])), "events")
