"""Generated pages say what the code says, and every page that is linked to is there."""

import re
from pathlib import Path

import pytest
from reference_generator.__main__ import GENERATED

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("services/*/README.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_a_generated_page_is_current(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == GENERATED[name](), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]

    assert missing == []


def test_every_setting_is_described() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text("utf-8")

    assert "| ` ` |" not in page
    assert not [line for line in page.splitlines() if line.startswith("| `OPSLAYER") and line.endswith("|  |")]
