"""Reasons that people give for what they do."""

from chassis.domain.refusal import Refusal


def required_reason(reason: str) -> str:
    """Returns the reason without surrounding spaces; refuses an empty one."""
    if not reason.strip():
        raise Refusal("processes.reason_missing", "invalid")
    return reason.strip()
