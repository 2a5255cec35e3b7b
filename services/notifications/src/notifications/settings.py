"""The settings of the notifications service; the only reader of its environment."""

from chassis.process.settings import ServiceSettings
from pydantic import Field, SecretStr


class Settings(ServiceSettings):
    """What the notifications service needs to know."""

    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="Mail server, smtp://, smtps:// (with user:password@ if need be); file:///folder puts mails into a "
        "folder; empty: no mail.",
    )
    mail_from: str = Field("Opslayer <opslayer@localhost>", description="Sender of all mails.")
    mail_per_second: float = Field(
        10.0,
        ge=0,
        description="The most mails a second that each replica hands to the mail server, which has limits of its own; "
        "0: as fast as it takes them.",
    )
    public_url: str = Field("http://localhost:8080", description="Address of the panel, for links in mails.")
    webhook_private_networks: str = Field(
        "",
        description="Private networks (comma separated, 10.0.0.0/8) that webhooks may reach all the same; naming one allows "
        "plain http too.",
    )
