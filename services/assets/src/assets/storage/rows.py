"""How things are written to and read from their rows: the state as one JSON value, columns for what is searched."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from pydantic import TypeAdapter

from assets.domain.asset import Asset
from assets.domain.handover import Handover
from assets.domain.model import Model
from assets.domain.person import Person

T = TypeVar("T", Asset, Person, Model, Handover)


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """One table: its name, the searched columns with their expressions, and how its JSON is read."""

    name: str
    adapter: TypeAdapter[T]
    columns: tuple[str, ...]

    def values(self, thing: T) -> tuple[Any, ...]:
        searched: tuple[Any, ...] = tuple(getattr(thing, column) for column in self.columns)
        return (thing.id, thing.client_id, thing.version, orjson.dumps(thing).decode(), *searched)

    @property
    def insert(self) -> str:
        names = ", ".join(("id", "client_id", "version", "state", *self.columns))
        places = ", ".join(f"${n}" for n in range(1, 5 + len(self.columns)))
        return f"INSERT INTO {self.name} ({names}) VALUES ({places})"

    @property
    def update(self) -> str:
        changed = "".join(f", {column} = ${n}" for n, column in enumerate(self.columns, start=5))
        return f"UPDATE {self.name} SET version = $3, state = $4{changed} WHERE id = $1 AND client_id = $2"

    def read(self, state: str) -> T:
        return self.adapter.validate_json(state)


@dataclass(frozen=True, slots=True)
class AssetTable(Table[Asset]):
    """Assets: beside the state, who holds them and in which state they are."""

    def values(self, thing: Asset) -> tuple[Any, ...]:
        person = thing.holder.id if thing.holder else None
        state = orjson.dumps(thing).decode()
        return (
            thing.id,
            thing.client_id,
            thing.version,
            state,
            thing.tag,
            thing.external_key or None,
            thing.category,
            thing.model_id,
            thing.state,
            person,
        )


ASSETS = AssetTable("asset", TypeAdapter(Asset), ("tag", "external_key", "category", "model_id", "place", "held_by"))
PEOPLE = Table("person", TypeAdapter(Person), ("email", "external_key", "status"))
MODELS = Table("model", TypeAdapter(Model), ("manufacturer", "name", "category"))
HANDOVERS = Table("handover", TypeAdapter(Handover), ("asset_id",))
