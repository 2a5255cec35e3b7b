"""The demonstration client: a company to try the product with, created through the importers and the public API only.

Creating it again after an interruption creates what is missing.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from importers.gateway_client import Gateway
from installation.first_start import SignIn
from installation.secret_files import Credentials

from demonstration.accounts import make_accounts
from demonstration.activity import open_tickets, start_processes
from demonstration.company import COMPANY
from demonstration.records import import_records


def create(gateway_url: str, administrator: Credentials) -> Sequence[SignIn]:
    """Creates the company with people, hardware, old incidents, accounts and open work; returns the sign-ins."""
    gateway = Gateway(gateway_url)
    gateway.sign_in(administrator.email, administrator.password)
    client = gateway.client(COMPANY) or gateway.create_client(COMPANY)
    import_records(gateway, client)
    sign_ins = make_accounts(gateway, client, administrator)
    open_tickets(gateway_url, client, sign_ins)
    start_processes(gateway_url, client, sign_ins, datetime.now(ZoneInfo(client["time_zone"])).date())
    return list(sign_ins.values())
