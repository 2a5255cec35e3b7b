"""The table of commands the gateway offers: owner, path, body and response. `commands.py` forwards them."""

from dataclasses import dataclass

import contracts.assets.commands as assets
import contracts.notifications.commands as notifications
import contracts.processes.commands as processes
import contracts.tickets.commands as tickets
from contracts.assets.state import Asset, Handover, Model, Person
from contracts.notifications.state import Notification, Webhook
from contracts.processes.state import Decision, Preview, Process
from contracts.tickets.history import BatchAnswer, HistoryBatch
from contracts.tickets.state import Ticket
from pydantic import BaseModel

CLIENT_HEADER = "opslayer-client"
"""Names the client a provider's account acts for in a command that makes something new."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command offered at `/api` + path and forwarded to the owner under the same path."""

    owner: str
    path: str
    body: type[BaseModel] | None
    answer: type[BaseModel]
    method: str = "POST"

    @property
    def about_existing(self) -> bool:
        """Tells whether the command is about an existing thing (`{id}` in the path)."""
        return "{id}" in self.path


def commands_on(owner: str, thing: str, answer: type[BaseModel], /, **bodies: type[BaseModel] | None) -> list[Command]:
    """Returns commands `POST /<thing>/{id}/<name>`, with hyphens for the underscores of the names."""
    return [Command(owner, f"/{thing}/{{id}}/{name.replace('_', '-')}", body, answer) for name, body in bodies.items()]


TICKETS = [
    Command("tickets", "/tickets", tickets.OpenTicket, Ticket),
    Command("tickets", "/tickets/history", HistoryBatch, BatchAnswer),
    *commands_on(
        "tickets",
        "tickets",
        Ticket,
        messages=tickets.AddMessage,
        work=None,
        assign=tickets.AssignTicket,
        ask=tickets.AskClient,
        answer=tickets.AnswerQuestion,
        hold=tickets.HoldTicket,
        resume=tickets.ResumeTicket,
        resolve=tickets.ResolveTicket,
        accept=None,
        reopen=tickets.GiveReason,
        reject=tickets.GiveReason,
        withdraw=tickets.GiveReason,
        priority=tickets.SetPriority,
    ),
]
ASSETS = [
    Command("assets", "/models", assets.RegisterModel, Model),
    Command("assets", "/people", assets.RegisterPerson, Person),
    Command("assets", "/people/{id}", assets.ChangePerson, Person, "PATCH"),
    *commands_on("assets", "people", Person, **assets.PERSON_MOVES),
    Command("assets", "/assets", assets.RegisterAsset, Asset),
    Command("assets", "/assets/requests", assets.OrderAsset, Asset),
    Command("assets", "/assets/orders", assets.OrderAsset, Asset),
    Command("assets", "/assets/{id}", assets.ChangeAsset, Asset, "PATCH"),
    *commands_on("assets", "assets", Asset, **assets.ASSET_MOVES),
    *commands_on("assets", "handovers", Handover, accept=None),
]
_STEP_COMMANDS: dict[str, type[BaseModel]] = {
    "retry": processes.WithReason,
    "skip": processes.WithReason,
    "settle": processes.WithReason,
    "findings": processes.ReportFindings,
    "revise": processes.Revise,
}
PROCESSES = [
    Command("processes", "/processes", processes.StartProcess, Process),
    Command("processes", "/processes/preview", processes.PreviewProcess, Preview),
    *commands_on(
        "processes",
        "processes",
        Process,
        form=processes.FillIn,
        correct=processes.Correct,
        start=processes.NothingMore,
        cancel=processes.WithReason,
        give_up=processes.WithReason,
    ),
    *[
        Command("processes", f"/processes/{{id}}/steps/{{step}}/{name}", body, Process)
        for name, body in _STEP_COMMANDS.items()
    ],
    *commands_on("processes", "decisions", Decision, decide=processes.Decide, view=None),
]
NOTIFICATIONS = [
    *commands_on("notifications", "notifications", Notification, read=None),
    Command("notifications", "/webhooks", notifications.SubscribeWebhook, Webhook),
    *commands_on("notifications", "webhooks", Webhook, disable=None),
]
COMMANDS: list[Command] = [*NOTIFICATIONS, *TICKETS, *ASSETS, *PROCESSES]
