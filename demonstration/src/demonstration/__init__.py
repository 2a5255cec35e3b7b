"""The demonstration client: a company to try the product with, made only through the importers and the public API.

Made again after an interruption, it makes what is missing.
"""

from collections.abc import Sequence
from datetime import date

from importers.gateway_client import Gateway
from installation.first_start import SignIn
from installation.secret_files import Credentials

from demonstration.accounts import make_accounts
from demonstration.activity import begin_processes, report_something
from demonstration.company import COMPANY
from demonstration.records import import_records


def create(gateway_url: str, administrator: Credentials) -> Sequence[SignIn]:
    """Makes the company with its people, hardware, history, accounts and some work under way; gives the sign-ins."""
    gateway = Gateway(gateway_url)
    gateway.sign_in(administrator.email, administrator.password)
    client = gateway.client(COMPANY) or gateway.make_client(COMPANY)
    import_records(gateway, client)
    sign_ins = make_accounts(gateway, client, administrator)
    report_something(gateway_url, client, sign_ins)
    begin_processes(gateway_url, client, sign_ins, date.today())
    return list(sign_ins.values())
