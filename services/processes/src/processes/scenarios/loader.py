"""Reads scenarios from their files and checks them, with `domain/scenario_check.py`."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml
from chassis.domain.refusal import Refusal
from chassis.domain.stored import NewerRelease
from pydantic import TypeAdapter, ValidationError

from processes.domain.pattern_parser import PatternError, parse
from processes.domain.scenario import ScenarioTemplate
from processes.domain.scenario_check import faults

_SCENARIO = TypeAdapter(ScenarioTemplate)
_PATTERNS = frozenset({"title", "description", "question", "assignee", "asset", "request"})
"""The keys of a step under which every text is a pattern."""


class ScenarioBroken(Exception):
    """A file that is no scenario. The message names the file and has one line for each fault."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All versions of all scenarios. Old ones stay for the processes that started with them."""

    scenarios: tuple[ScenarioTemplate, ...]

    def newest(self) -> list[ScenarioTemplate]:
        """Returns the newest version of each scenario, by key."""
        latest: dict[str, ScenarioTemplate] = {}
        for scenario in sorted(self.scenarios, key=lambda each: (each.key, each.version)):
            latest[scenario.key] = scenario
        return list(latest.values())

    def get(self, key: str, version: int | None = None) -> ScenarioTemplate:
        """Returns this version of the scenario, or the newest.

        Raises NewerRelease for a version that this release does not know: a process that a newer replica started.
        """
        candidates = self.scenarios if version is not None else self.newest()
        found = (each for each in candidates if each.key == key and version in (None, each.version))
        scenario = next(found, None)
        if scenario is None and version is not None:
            raise NewerRelease(f"{key} v{version}")
        if scenario is None:
            raise Refusal("processes.scenario_unknown", "not_found", scenario=key, version=version)
        return scenario


def read(name: str, text: str) -> ScenarioTemplate:
    """Returns the scenario of one file; an unknown field is a fault, so that no typing error is ignored."""
    found: list[str] = []
    try:
        content = _with_patterns(yaml.safe_load(text), found)
        if not found:
            scenario = _SCENARIO.validate_python(content, extra="forbid")
            found = faults(scenario)
    except (ValidationError, yaml.YAMLError) as wrong:
        raise ScenarioBroken(f"{name}: {wrong}") from wrong
    if found:
        raise ScenarioBroken("\n".join(f"{name}: {fault}" for fault in found))
    return scenario


def _with_patterns(content: Any, found: list[str]) -> Any:
    """Returns the content of a file with its patterns parsed; adds a line to `found` for each that is wrong."""
    if not isinstance(content, dict):
        return content
    return {
        key: _parsed(part, key, found, key == "about") if key in ("about", "steps") else part
        for key, part in content.items()
    }


def _parsed(content: Any, where: str, found: list[str], is_pattern: bool) -> Any:
    match content:
        case dict():
            return {
                key: _parsed(part, f"{where}.{key}", found, is_pattern or key in _PATTERNS)
                for key, part in content.items()
            }
        case list():
            return [_parsed(part, f"{where}.{_key(part, at)}", found, is_pattern) for at, part in enumerate(content)]
        case str() if is_pattern:
            try:
                return parse(content)
            except PatternError as wrong:
                found.append(f"{where}: {wrong}")
    return content


def _key(part: Any, position: int) -> Any:
    return part.get("key", position) if isinstance(part, dict) else position


def load_catalogue() -> Catalogue:
    """Returns the scenarios that come with the service."""
    return catalogue_of(
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in files(__package__).iterdir()
        if entry.name.endswith(".yaml")
    )


def catalogue_of(sources: Iterable[tuple[str, str]]) -> Catalogue:
    """Returns the scenarios of these files; each version may stand in one of them only."""
    scenarios = tuple(read(name, text) for name, text in sorted(sources))
    versions = [(each.key, each.version) for each in scenarios]
    twice = sorted({f"{key} {version}" for key, version in versions if versions.count((key, version)) > 1})
    if twice:
        raise ScenarioBroken(f"more than one file for {', '.join(twice)}")
    return Catalogue(scenarios)
