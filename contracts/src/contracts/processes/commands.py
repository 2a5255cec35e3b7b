"""Bodies of the HTTP commands of the processes service; the gateway offers the same ones to clients."""

from typing import Any, Literal

from pydantic import Field

from contracts.vocabulary import Body, ForClient, Language, LongText


class StartProcess(ForClient):
    """Start a scenario. `inputs` are the fields of its form; references to people, assets and models are {id, name}."""

    scenario: str = Field(max_length=100)
    inputs: dict[str, Any] = Field(default_factory=dict)
    language: Language = "pl"
    draft: bool = Field(False, description="Only prepare it: the form may be incomplete, nobody is asked anything.")


class PreviewProcess(ForClient):
    """What the process would be; `options` assumes how decisions are taken."""

    scenario: str = Field(max_length=100)
    inputs: dict[str, Any] = Field(default_factory=dict)
    options: dict[str, str] = Field(default_factory=dict)


class FillIn(Body):
    """The form of a process that is being prepared."""

    inputs: dict[str, Any]


class WithReason(Body):
    """Cancel, give up, retry, skip: always with a reason."""

    reason: LongText = Field(min_length=1)


class ReportFindings(Body):
    """What the step had to find out; a step whose task was closed without it goes on once everything is reported."""

    outputs: dict[str, Any]
    complete: bool = Field(False, description="Refuse when something that has to be found out would still be missing.")


class Revise(Body):
    """The changed fields of the form (null empties one), and what tasks found out instead; the question is put again."""

    inputs: dict[str, Any] = Field(default_factory=dict)
    findings: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="By the key of the step, such as another quote of the one that diagnosed."
    )


class Correct(Body):
    """The form put right, because a step failed over it; what failed is begun again.

    All `editable_fields` of the process: one that is left out is emptied. What is settled may be left out, or sent as it is.
    """

    inputs: dict[str, Any]
    reason: LongText = ""


class Decide(Body):
    """The client's word on a decision."""

    verdict: Literal["approved", "rejected", "changes_requested"]
    option: str | None = Field(None, max_length=100, description="Which option; needed to approve.")
    reason: LongText = ""


class NothingMore(Body):
    """A command that needs no content: `{}`."""
