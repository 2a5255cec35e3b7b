"""Writes `contracts/released`: the schemas of this release, and a sample of each event. Run once a release, by hand.

What reads a release is here as well: `broken_promises` is the guard that the tests beside this file stand on.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from contracts.catalogue import all_published
from contracts.envelope import Event
from contracts.json_schemas import documents
from jsonschema import Draft202012Validator
from polyfactory.factories.pydantic_factory import ModelFactory
from pydantic import ValidationError
from referencing import Registry, Resource

FOLDER = Path(__file__).parents[2] / "contracts" / "released"


def write_release(folder: Path) -> None:
    """One file for each schema document, with the samples of the owner's events."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        samples = {event.TYPE: a_sample(event, full=True) for owner, event in all_published() if owner == name}
        content = json.dumps({"schema": document, "samples": samples}, indent=1, ensure_ascii=False, sort_keys=True)
        (folder / f"{name}.json").write_text(content + "\n", encoding="utf-8")


def broken_promises(folder: Path) -> list[str]:
    """What readers of the release in the folder would not survive today."""
    released = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]
    schemas = registry(document["schema"] for document in released)
    today = {event.TYPE: event for _, event in all_published()}
    samples = [item for document in released for item in document["samples"].items()]
    return [f"{name}: {why}" for name, sample in samples for why in _broken(name, sample, today.get(name), schemas)]


def _broken(name: str, sample: Any, event: type[Event] | None, schemas: Registry[Any]) -> Iterator[str]:
    if event is None:
        yield "is gone"
        return
    try:
        event.model_validate(sample)
    except ValidationError as error:
        yield f"what the release sent is not read today: {error}"
    for full in (True, False):
        yield from refusals(schemas, name, a_sample(event, full=full))


def registry(schemas: Iterable[dict[str, Any]]) -> Registry[Any]:
    """Schema documents that refer to each other."""
    return Registry[Any]().with_resources((found["$id"], Resource.from_contents(found)) for found in schemas).crawl()


def refusals(schemas: Registry[Any], name: str, data: Any) -> list[str]:
    """Why the data of an event do not fit the schema of its type."""
    validator = Draft202012Validator({"$ref": f"{name.split('.')[0]}.json#{name}"}, registry=schemas)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


@cache
def a_sample(event: type[Event], *, full: bool) -> dict[str, Any]:
    """Data of the event, the same every time and not to be changed; full: with everything that is optional."""
    factory: Any = ModelFactory.create_factory(event, __random_seed__=11, __allow_none_optionals__=not full)
    sample: dict[str, Any] = json.loads(factory.build().model_dump_json())
    return sample


if __name__ == "__main__":
    write_release(FOLDER)
