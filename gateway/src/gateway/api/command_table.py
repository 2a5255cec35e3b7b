"""Which commands the gateway offers: one table of owner, path, body and answer. How they are passed on: `commands.py`."""

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
"""Names the client a provider's account acts for, where the command is about nothing that is there yet."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command as the gateway offers it: `/api` + path, sent to the owner under the same path."""

    owner: str
    path: str
    body: type[BaseModel] | None
    answer: type[BaseModel]
    method: str = "POST"

    @property
    def about(self) -> bool:
        """True when the command is about a thing that is there (`{id}` in the path)."""
        return "{id}" in self.path


def on(owner: str, thing: str, answer: type[BaseModel], /, **bodies: type[BaseModel] | None) -> list[Command]:
    """Commands `POST /<thing>/{id}/<name>`, underscores in the name written as hyphens."""
    return [Command(owner, f"/{thing}/{{id}}/{name.replace('_', '-')}", body, answer) for name, body in bodies.items()]


TICKETS = [
    Command("tickets", "/tickets", tickets.OpenTicket, Ticket),
    Command("tickets", "/tickets/history", HistoryBatch, BatchAnswer),
    *on(
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
    *on(
        "assets",
        "people",
        Person,
        activate=assets.GiveNote,
        withdraw=assets.GiveNote,
        begin_leaving=assets.LeavePerson,
        leave=assets.LeavePerson,
    ),
    Command("assets", "/assets", assets.RegisterAsset, Asset),
    Command("assets", "/assets/requests", assets.OrderAsset, Asset),
    Command("assets", "/assets/orders", assets.OrderAsset, Asset),
    Command("assets", "/assets/{id}", assets.ChangeAsset, Asset, "PATCH"),
    *on(
        "assets",
        "assets",
        Asset,
        order=assets.GiveNote,
        receive=assets.ReceiveAsset,
        reserve=assets.ReserveAsset,
        stock=assets.GiveNote,
        release=assets.GiveNote,
        prepare=assets.GiveNote,
        send=assets.SendAsset,
        hand_over=assets.HandOverAsset,
        loan=assets.LendAsset,
        take_back=assets.TakeBackAsset,
        return_loan=assets.TakeBackAsset,
        send_to_service=assets.SendToService,
        return_from_service=assets.ReturnFromService,
        retire=assets.RetireAsset,
        wipe=assets.RecordWipe,
        end=assets.EndAsset,
        report_missing=assets.ReportMissing,
        find=assets.GiveNote,
        legal_hold=assets.SetLegalHold,
    ),
    *on("assets", "handovers", Handover, accept=None),
]
_ON_STEP: dict[str, type[BaseModel]] = {
    "retry": processes.WithReason,
    "skip": processes.WithReason,
    "settle": processes.WithReason,
    "findings": processes.ReportFindings,
    "revise": processes.Revise,
}
PROCESSES = [
    Command("processes", "/processes", processes.StartProcess, Process),
    Command("processes", "/processes/preview", processes.PreviewProcess, Preview),
    *on(
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
        for name, body in _ON_STEP.items()
    ],
    *on("processes", "decisions", Decision, decide=processes.Decide, view=None),
]
NOTIFICATIONS = [
    *on("notifications", "notifications", Notification, read=None),
    Command("notifications", "/webhooks", notifications.SubscribeWebhook, Webhook),
    *on("notifications", "webhooks", Webhook, disable=None),
]
COMMANDS: list[Command] = [*NOTIFICATIONS, *TICKETS, *ASSETS, *PROCESSES]
