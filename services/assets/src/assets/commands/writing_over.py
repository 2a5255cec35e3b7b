"""What is registered again is changed, as an import needs it; whoever wants something new says so and is told instead."""

from chassis.command import Context
from chassis.domain.refusal import Refusal


def check_new(context: Context, kind: str, label: str, name: str) -> None:
    """Refuses to change what is there when the command was to make something new."""
    if context.only_new:
        raise Refusal("assets.already_known", "stale", kind=kind, label=label, name=name)
