"""JSON Schemas of everything the contracts hold: one document an owner and one of the shared vocabulary, each shape once.

Every shape stands under `$defs` by its name. An event or request is found by its type as well: the type is its `$anchor`.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

import contracts
from contracts.catalogue import OWNERS, all_published
from contracts.envelope import Event

VOCABULARY = "vocabulary"


def documents() -> dict[str, dict[str, Any]]:
    """Owner (or `vocabulary`) -> the document that is kept in `contracts/schemas/<owner>.json`."""
    owned = dict(_owned())
    references, generated = models_json_schema(
        [(model, "validation") for model in owned], ref_template="{model}", schema_generator=WithoutFieldTitles
    )
    names = {model: references[model, "validation"]["$ref"] for model in owned}
    places = {name: f"{VOCABULARY}.json#/$defs/{name}" for name in generated["$defs"]}
    places |= {names[model]: f"{owner}.json#/$defs/{model.__name__}" for model, owner in owned.items()}
    found = {owner: _empty(owner) for owner in (*OWNERS, VOCABULARY)}
    for model, owner in owned.items():
        anchor = {"$anchor": model.TYPE} if issubclass(model, Event) else {}
        assert model.__name__ not in found[owner]["$defs"], f"{owner} has two shapes called {model.__name__}"
        found[owner]["$defs"][model.__name__] = anchor | generated["$defs"][names[model]]
    for name in generated["$defs"].keys() - set(names.values()):
        found[VOCABULARY]["$defs"][name] = generated["$defs"][name]
    return {owner: _placed(document, f"{owner}.json", places) for owner, document in found.items()}


class WithoutFieldTitles(GenerateJsonSchema):
    """A field has a name. With a title beside it, tools that write code from a schema give every field a type of its own."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def _owned() -> Iterator[tuple[type[BaseModel], str]]:
    """Every shape and whose it is. Shapes that are only referred to are not here: they are of the vocabulary."""
    yield from ((event, owner) for owner, event in all_published())
    for module in pkgutil.walk_packages(contracts.__path__, "contracts."):
        owner = module.name.split(".")[1]
        if owner in OWNERS:
            yield from ((shape, owner) for shape in _shapes_in(module.name))


def _shapes_in(module: str) -> list[type[BaseModel]]:
    """The states, parts and bodies a module declares. An underscore marks a base of others, and so does having none of ours.

    Events: see the catalogue.
    """
    declared = [value for value in vars(importlib.import_module(module)).values() if isinstance(value, type)]
    models = [value for value in declared if issubclass(value, BaseModel) and not issubclass(value, Event)]
    shapes = [model for model in models if BaseModel not in model.__bases__ and not model.__name__.startswith("_")]
    return [model for model in shapes if model.__module__ == module]


def _empty(owner: str) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{owner}.json",
        "title": f"Opslayer {owner}",
        "description": importlib.import_module(f"contracts.{owner}").__doc__,
        "$defs": {},
    }


def _placed(part: Any, file: str, places: Mapping[str, str]) -> Any:
    """The part with every reference leading to the place of the shape, seen from the file."""
    if isinstance(part, list):
        return [_placed(item, file, places) for item in part]
    if not isinstance(part, dict):
        return part
    if isinstance(part.get("$ref"), str):
        return part | {"$ref": places[part["$ref"]].removeprefix(file)}
    return {key: _placed(value, file, places) for key, value in part.items()}
