"""The address and the sign-in of an import: from options, the environment, or the installation in this folder."""

import os
from dataclasses import dataclass

from embedded_platform.data_folder import DataFolder, home
from installation.run_record import RunRecord
from installation.secret_files import SecretFiles

from importers.gateway_client import ATTEMPTS, Gateway, GatewayError, Json

USUAL_ADDRESS = "http://localhost:8080"


@dataclass(frozen=True, slots=True)
class Access:
    """The options the reader gave; empty ones are looked up."""

    url: str = ""
    token: str = ""
    email: str = ""
    password: str = ""

    def connect(self, attempts: int = ATTEMPTS) -> Gateway:
        """Signs in and returns the connection; a request is tried `attempts` times while nobody answers."""
        folder = DataFolder(home())
        url = self.url or os.environ.get("OPSLAYER_GATEWAY_URL") or RunRecord(folder).read().get("address")
        gateway = Gateway(url or USUAL_ADDRESS, self.token, attempts)
        if not self.token:
            gateway.sign_in(*self._credentials(folder))
        return gateway

    def _credentials(self, folder: DataFolder) -> tuple[str, str]:
        if self.email and self.password:
            return self.email, self.password
        if folder.secrets.is_dir():
            known = SecretFiles(folder.secrets).administrator()
            if known.password and self.email in ("", known.email):
                return known.email, known.password
        raise GatewayError("Say who you are: --token (OPSLAYER_TOKEN), or --email and --password.")


def choose_client(gateway: Gateway, name: str | None) -> Json | None:
    """The client of that name, or None; without a name, the only client there is."""
    if name:
        return gateway.client(name)
    clients = list(gateway.all("/api/clients"))
    if len(clients) == 1:
        return clients[0]
    names = ", ".join(sorted(client["name"] for client in clients)) or "none yet"
    raise GatewayError(f"Say for which client: --client NAME ({names}).")
