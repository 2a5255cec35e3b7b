"""The build of what the pages load: exact packages, nothing rebuilt for nothing, nothing that needs a hole in the policy."""

import json
import re
from pathlib import Path

from gateway.panel.build import stamp
from gateway.panel.build.packages import explain
from gateway.panel.build.paths import FRONT_END, LOCK, STATIC, TEMPLATES, VENDOR
from gateway.panel.build.sprite import symbol
from gateway.panel.build.styles import pictures_as_files
from gateway.panel.icons import ICONS


def test_packages_are_pinned_exactly() -> None:
    wanted = json.loads((FRONT_END / "package.json").read_text())
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_the_lock_file_names_no_host() -> None:
    assert "://" not in re.sub(r'"url": "[^"]*"', "", LOCK.read_text())
    assert '"resolved"' not in LOCK.read_text()


def test_a_digest_changes_with_a_name_or_a_content(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("a")

    assert stamp.digest([one]) != stamp.digest([two])
    assert stamp.digest([one, two]) == stamp.digest([two, one])


def test_what_is_built_is_up_to_date() -> None:
    assert stamp.present() == stamp.wanted(), "run: python -m gateway.panel.build"


def test_embedded_pictures_become_files(tmp_path: Path) -> None:
    css = pictures_as_files("""a{background:url("data:image/svg+xml,%3csvg fill='%23fff'/%3e")}""", tmp_path)

    assert "data:" not in css
    assert [file.read_text() for file in tmp_path.iterdir()] == ["<svg fill='#fff'/>"]


def test_no_style_sheet_and_no_page_needs_a_hole_in_the_policy() -> None:
    sheets = [*VENDOR.glob("*.css"), *STATIC.glob("*.css")]
    pages = "".join(page.read_text() for page in TEMPLATES.rglob("*.html"))

    assert [sheet.name for sheet in sheets if "url(data:" in sheet.read_text() or "//fonts" in sheet.read_text()] == []
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script>", pages) == []


def test_a_drawing_becomes_a_symbol_without_its_frame() -> None:
    drawn = symbol(
        "x", '<svg width="24">\n<path stroke="none" d="M0 0h24v24H0z" fill="none" />\n<path d="M1 1" />\n</svg>'
    )

    assert drawn.count("<path") == 1
    assert 'id="x"' in drawn


def test_every_icon_the_pages_name_is_drawn() -> None:
    named = {
        name for page in TEMPLATES.rglob("*.html") for name in re.findall(r'\bicon\("([a-z-]+)"', page.read_text())
    }  # fmt: skip

    assert sorted(named - ICONS) == []
    assert all(f'id="{name}"' in (VENDOR / "icons.svg").read_text() for name in ICONS)


def test_an_unreachable_registry_is_told_in_words() -> None:
    assert "cannot be reached" in explain("npm error code ENOTFOUND")
    assert "disk is full" in explain("npm error code ENOSPC")
