"""The event base: what type a contract event has, who owns it, and how it is written and read."""

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from contracts.vocabulary import Contract


class Event(Contract):
    """Something that happened, as it is published. Subclasses add what changed and a `state`: the thing afterwards.

    An event names its type in its class line: `<service>.<thing>.<past tense>.v<n>`, which never changes once published.
    """

    TYPE: ClassVar[str]
    AUDIENCE: ClassVar[str] = "all"
    """"provider" for what the client must never see."""

    def __init_subclass__(cls, *, type: str | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        if type is not None:
            cls.TYPE = type

    def to_bytes(self) -> bytes:
        """The event's data as JSON."""
        return self.model_dump_json().encode()


class Request(Event):
    """Something one service asks of another; stands in the asker's journal with `ADDRESSEE` as its addressee."""

    ADDRESSEE: ClassVar[str]


Kind = TypeVar("Kind", bound=Event)


def declared(names: Mapping[str, object], kind: type[Kind]) -> tuple[type[Kind], ...]:
    """The events or requests among the names of a module, in their order: the classes that have a TYPE of their own."""
    classes = (one for one in names.values() if isinstance(one, type) and issubclass(one, kind))
    return tuple(one for one in classes if "TYPE" in vars(one))
