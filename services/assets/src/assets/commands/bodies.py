"""What the body of a command says, as the domain takes it."""

from typing import Any

from chassis.command import Context
from chassis.domain.refusal import Refusal
from contracts.vocabulary import Money as PublicMoney
from pydantic import BaseModel

from assets.domain.values import Money


def content_of(body: BaseModel, *without: str) -> dict[str, Any]:
    """The fields of a body, except some, with money as the domain has it."""
    names = (name for name in type(body).model_fields if name not in without)
    return {name: _plain(getattr(body, name)) for name in names}


def given_in(body: BaseModel, content: dict[str, Any]) -> dict[str, Any]:
    """The part of the content that the body names: what is registered again stays as it is where nothing is said."""
    return {name: content[name] for name in body.model_fields_set & content.keys()}


def check_new(context: Context, kind: str, label: str, name: str) -> None:
    """Refuses to change what is there when the command was to make something new.

    What is registered again is changed, as an import needs it.
    """
    if context.only_new:
        raise Refusal("assets.already_known", "stale", kind=kind, label=label, name=name)


def _plain(value: Any) -> Any:
    return Money(value.amount, value.currency) if isinstance(value, PublicMoney) else value
