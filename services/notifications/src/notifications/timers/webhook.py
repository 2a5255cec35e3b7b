"""Webhooks as a channel: an event of the ledger is signed and posted, to public addresses only and without redirects."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

import aiohttp
from chassis.database import Database, Transaction
from chassis.process.clock import Clock
from yarl import URL

from notifications.commands.end_delivery import Ended, end_webhook
from notifications.domain.addresses import Networks
from notifications.domain.delivery import Channel, Outcome, Progress
from notifications.domain.signature import headers
from notifications.storage import webhooks
from notifications.storage.ledger import Delivery
from notifications.timers.reaching import LookUp, NotAllowed, Pinned, look_up

SIDE_BY_SIDE = 32
"""Many, for each receiver is another machine and may take its time."""
SECONDS = 5
ANSWER_AT_MOST = 65_536
GONE = 410


class WebhookSender:
    """Posts events to clients' tools. `inside` are private networks that the operator lets them reach."""

    channel: Channel = "webhook"

    def __init__(self, database: Database, clock: Clock, inside: Networks, names: LookUp = look_up) -> None:
        self._database = database
        self._clock = clock
        self._inside = inside
        self._names = names

    async def send(self, delivery: Delivery) -> Outcome:
        async with self._database.system_transaction() as transaction:
            webhook = await webhooks.find(transaction, UUID(delivery.recipient))
        if webhook is None or not webhook.active:
            return Outcome("refused", "disabled")
        body = delivery.content["body"].encode()
        signed = headers(webhook.secret, message_id(delivery), int(self._clock.now().timestamp()), body)
        return await self.post(webhook.url, body, signed)

    async def end(self, transaction: Transaction, delivery: Delivery, ended: Ended) -> Progress:
        return await end_webhook(transaction, delivery, ended)

    async def post(self, url: str, body: bytes, signed: Mapping[str, str]) -> Outcome:
        """Posts the body to a checked address and says what the answer means."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._post(url, body, signed)
        except NotAllowed as error:
            return Outcome("later", f"address not allowed: {error}")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return Outcome("later", repr(error))

    async def _post(self, url: str, body: bytes, signed: Mapping[str, str]) -> Outcome:
        target = URL(url)
        connector = aiohttp.TCPConnector(resolver=await Pinned.to(target, self._inside, self._names), ttl_dns_cache=0)
        headers_ = {"content-type": "application/cloudevents+json", "user-agent": "opslayer-webhooks/1", **signed}
        async with (
            aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.post(target, data=body, headers=headers_, allow_redirects=False) as answer,
        ):
            text = await answer.content.read(ANSWER_AT_MOST)
            return self._judged(answer.status, answer.headers.get("retry-after"), text)

    def _judged(self, status: int, retry_after: str | None, text: bytes) -> Outcome:
        said = f"{status} {text[:200].decode('utf-8', 'replace')}".strip()
        if 200 <= status < 300:
            return Outcome("sent", said)
        if status == GONE:
            return Outcome("gone", said)
        return Outcome("later", said, _wait(retry_after, self._clock.now()))


def message_id(delivery: Delivery) -> str:
    """The id in the `webhook-id` header: of this event for this webhook, the same at each try."""
    return f"msg_{delivery.event_id.hex}{UUID(delivery.recipient).hex}"


def _wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """What `Retry-After` asks for: seconds, or a moment."""
    if not retry_after:
        return None
    if retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after), 10**6))
    try:
        return max(parsedate_to_datetime(retry_after).astimezone(UTC) - now, timedelta(0))
    except ValueError:
        return None
