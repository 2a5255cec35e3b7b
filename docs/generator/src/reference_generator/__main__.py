"""`python -m reference_generator [FOLDER]`: writes everything generated, below the workspace's root."""

import json
import sys
from pathlib import Path
from typing import Any

from contracts.catalogue import OWNERS
from contracts.json_schemas import documents

from reference_generator import asyncapi, openapi, pages
from reference_generator.settings_page import settings_page


def generated() -> dict[str, str]:
    """The generated files, by their path below the root."""
    files = {
        "docs/reference/settings.md": settings_page(),
        "docs/reference/problems.md": pages.problems_page(),
        "docs/reference/events.md": pages.events_page(),
        "docs/reference/openapi.json": _json(openapi.document()),
    }
    files |= {f"docs/reference/asyncapi-{owner}.json": _json(asyncapi.document(owner)) for owner in OWNERS}
    return files | {f"contracts/schemas/{name}.json": _json(found) for name, found in documents().items()}


def _json(content: Any) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"


def main(root: Path) -> None:
    """Writes all of it."""
    files = generated()
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    print(f"{len(files)} files")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
