"""`python -m reference_generator [FOLDER]`: writes everything generated, below the workspace's root."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contracts.catalogue import OWNERS
from contracts.json_schemas import documents

from reference_generator import asyncapi, openapi
from reference_generator.events_page import events_page
from reference_generator.problems_page import problems_page
from reference_generator.settings_page import settings_page


def _json(content: Any) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"


def _schema(name: str) -> Callable[[], str]:
    return lambda: _json(documents()[name])


def _of(owner: str) -> Callable[[], str]:
    return lambda: _json(asyncapi.document(owner))


GENERATED: dict[str, Callable[[], str]] = {
    "docs/reference/settings.md": settings_page,
    "docs/reference/problems.md": problems_page,
    "docs/reference/events.md": events_page,
    "docs/reference/openapi.json": lambda: _json(openapi.document()),
    **{f"docs/reference/asyncapi-{owner}.json": _of(owner) for owner in OWNERS},
    **{f"contracts/schemas/{name}.json": _schema(name) for name in documents()},
}
"""Path below the root -> what makes the content."""


def main(root: Path) -> None:
    """Writes all of it."""
    for name, content in GENERATED.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content(), encoding="utf-8")
    print(f"{len(GENERATED)} files")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
