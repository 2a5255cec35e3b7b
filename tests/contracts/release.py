"""Writes `contracts/released`: what readers of this release know of every event. Run once a release, by hand."""

import json
from pathlib import Path
from typing import Any

from contracts.catalogue import all_published
from contracts.reference import write
from polyfactory.factories.pydantic_factory import ModelFactory

FOLDER = Path(__file__).parents[2] / "contracts" / "released"


def main() -> None:
    """One file an event: its schema and a sample."""
    for _, event in all_published():
        factory: Any = ModelFactory.create_factory(event, __random_seed__=11, __allow_none_optionals__=False)
        sample = json.loads(factory.build().model_dump_json())
        write(FOLDER / f"{event.TYPE}.json", {"schema": event.model_json_schema(), "sample": sample})


if __name__ == "__main__":
    main()
