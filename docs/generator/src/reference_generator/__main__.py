"""`python -m reference_generator [FOLDER]`: writes everything generated, below the workspace's root."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contracts.catalogue import OWNERS
from contracts.reference import write_schemas

from reference_generator import asyncapi, openapi, pages


def _json(content: Any) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"


def _of(owner: str) -> Callable[[], str]:
    return lambda: _json(asyncapi.document(owner))


GENERATED: dict[str, Callable[[], str]] = {
    "docs/reference/settings.md": pages.settings_page,
    "docs/reference/problems.md": pages.problems_page,
    "docs/reference/events.md": pages.events_page,
    "docs/reference/openapi.json": lambda: _json(openapi.document()),
    **{f"docs/reference/asyncapi-{owner}.json": _of(owner) for owner in OWNERS},
}
"""Path below the root -> what makes the content, of everything but the schemas."""


def main(root: Path) -> None:
    """Writes all of it."""
    for name, content in GENERATED.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content(), encoding="utf-8")
    count = write_schemas(root / "contracts" / "schemas")
    print(f"{len(GENERATED)} pages, {count} schemas")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
