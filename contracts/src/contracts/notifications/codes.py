"""The codes a notification can have: whoever shows them has a text for each in every language. No texts here."""

CODES: tuple[str, ...] = (
    "asset.accept",
    "asset.missing",
    "decision.decide",
    "process.blocked",
    "process.cancelled",
    "process.completed",
    "process.completed_with_exceptions",
    "process.failed",
    "process.mend",
    "process.revise",
    "thing.move",
    "ticket.accept",
    "ticket.agree_priority",
    "ticket.answer",
    "ticket.answered",
    "ticket.cancelled",
    "ticket.closed",
    "ticket.message",
    "ticket.note",
    "ticket.priority_changed",
    "ticket.rejected",
    "ticket.reopened",
    "ticket.resolved",
    "ticket.take",
    "ticket.task",
    "ticket.work",
)
"""Facts that come with them, as far as they are known: `title`, `number`, `client`, `actor`, `actor_side`, `said` (what
somebody wrote), `status`, `due_at` (ISO 8601), `count`."""

TEMPLATES: tuple[str, ...] = (
    "hardware_service.finished",
    "message",
    "offboarding.finished",
    "onboarding.welcome",
    "user_request.finished",
    "welcome",
)
"""Templates of messages that a process may ask for. `message` takes its words from the facts `subject` and `text`; the
others have a line for each fact they know, and leave out the rest."""
