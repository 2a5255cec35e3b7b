"""Reading scenarios from their files. What one may say is checked here and in `domain.scenario_check`, nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

import yaml
from chassis.domain.refusal import Refusal
from pydantic import TypeAdapter, ValidationError

from processes.domain.scenario import Scenario
from processes.domain.scenario_check import faults

_SCENARIO = TypeAdapter(Scenario)


class ScenarioBroken(Exception):
    """The file cannot be a scenario; says which and why, one line for each fault."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All versions of all scenarios. Old ones stay, because processes that began with them go on with them."""

    scenarios: tuple[Scenario, ...]

    def newest(self) -> list[Scenario]:
        """What can be started today, in the order of the titles' keys."""
        latest: dict[str, Scenario] = {}
        for scenario in sorted(self.scenarios, key=lambda each: (each.key, each.version)):
            latest[scenario.key] = scenario
        return list(latest.values())

    def get(self, key: str, version: int | None = None) -> Scenario:
        """One version, or the newest."""
        candidates = self.scenarios if version is not None else self.newest()
        found = (each for each in candidates if each.key == key and version in (None, each.version))
        scenario = next(found, None)
        if scenario is None:
            raise Refusal("processes.scenario_unknown", "not_found", scenario=key, version=version)
        return scenario


def read(name: str, text: str) -> Scenario:
    """One file as a scenario; a field that nobody knows is a fault, so that a typing error is not silently ignored."""
    try:
        scenario = _SCENARIO.validate_python(yaml.safe_load(text), extra="forbid")
    except (ValidationError, yaml.YAMLError) as wrong:
        raise ScenarioBroken(f"{name}: {wrong}") from wrong
    found = faults(scenario)
    if found:
        raise ScenarioBroken("\n".join(f"{name}: {fault}" for fault in found))
    return scenario


def load_catalogue() -> Catalogue:
    """The scenarios that come with the service."""
    return catalogue_of(
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in files(__package__).iterdir()
        if entry.name.endswith(".yaml")
    )


def catalogue_of(sources: Iterable[tuple[str, str]]) -> Catalogue:
    """The scenarios of these files; each version may stand in one of them only."""
    scenarios = tuple(read(name, text) for name, text in sorted(sources))
    versions = [(each.key, each.version) for each in scenarios]
    twice = sorted({f"{key} {version}" for key, version in versions if versions.count((key, version)) > 1})
    if twice:
        raise ScenarioBroken(f"more than one file for {', '.join(twice)}")
    return Catalogue(scenarios)
