"""The company of the demonstration and an account for each role. All invented."""

from dataclasses import dataclass
from typing import Literal

from contracts.gateway.state import Role

COMPANY = "Młyn Jaworowy sp. z o.o."
DOMAIN = "mlyn-jaworowy.example"
PROVIDER_DOMAIN = "dostawca.example"


@dataclass(frozen=True, slots=True)
class Login:
    """An account of the demonstration."""

    who: str
    email: str
    name: str
    side: Literal["client", "provider"]
    role: Role


DECIDER = Login("decides for the client", f"katarzyna.wrona@{DOMAIN}", "Katarzyna Wrona", "client", "decider")
REQUESTER = Login("works at the client", f"sylwia.czajka@{DOMAIN}", "Sylwia Czajka", "client", "requester")
TECHNICIAN = Login("technician", f"jan.kowal@{PROVIDER_DOMAIN}", "Jan Kowal", "provider", "technician")
COORDINATOR = Login("coordinator", f"maria.nowicka@{PROVIDER_DOMAIN}", "Maria Nowicka", "provider", "coordinator")
LOGINS = (DECIDER, REQUESTER, TECHNICIAN, COORDINATOR)
