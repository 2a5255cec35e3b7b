"""Webhooks as a channel: an event is signed and posted, to public addresses only and without redirects."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

import aiohttp
from chassis.database import Database
from chassis.process.clock import Clock
from yarl import URL

from notifications.commands.record_attempt import record_webhook_attempt
from notifications.domain.delivery import Channel, Delivery, Outcome
from notifications.domain.network_addresses import Networks
from notifications.domain.webhook_signature import headers
from notifications.storage.webhooks import TO_READ, WEBHOOKS
from notifications.timers.webhook_resolver import AddressNotAllowed, LookUp, PinnedResolver, look_up

CONCURRENCY = 32
"""Many, for each receiver is another machine and may take its time."""
SECONDS = 5
ANSWER_AT_MOST = 65_536
GONE = 410


class WebhookChannel:
    """Posts events to clients' tools. `private` are the private networks that the operator lets them reach."""

    name: Channel = "webhook"
    record = staticmethod(record_webhook_attempt)

    def __init__(self, database: Database, clock: Clock, private: Networks, look_up_name: LookUp = look_up) -> None:
        self._database = database
        self._clock = clock
        self._private = private
        self._look_up = look_up_name

    async def send(self, delivery: Delivery) -> Outcome:
        async with self._database.system_transaction() as transaction:
            webhook = await WEBHOOKS.first(transaction, TO_READ(id=UUID(delivery.recipient)))
        if webhook is None or not webhook.active:
            return Outcome("refused", "disabled")
        body = delivery.content.encode()
        signed = headers(webhook.secret, message_id(delivery), int(self._clock.now().timestamp()), body)
        return await self.post(webhook.full_url, body, signed)

    async def post(self, url: str, body: bytes, signed: Mapping[str, str]) -> Outcome:
        """Posts the body to a checked address and says what the answer means."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._post(url, body, signed)
        except AddressNotAllowed as error:
            return Outcome("deferred", f"address not allowed: {error}")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return Outcome("deferred", repr(error))

    async def _post(self, url: str, body: bytes, signed: Mapping[str, str]) -> Outcome:
        target = URL(url)
        resolver = await PinnedResolver.to(target, self._private, self._look_up)
        connector = aiohttp.TCPConnector(resolver=resolver, ttl_dns_cache=0)
        headers_ = {"content-type": "application/cloudevents+json", "user-agent": "opslayer-webhooks/1", **signed}
        async with (
            aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.post(target, data=body, headers=headers_, allow_redirects=False) as answer,
        ):
            text = await answer.content.read(ANSWER_AT_MOST)
            return self._outcome_of(answer.status, answer.headers.get("retry-after"), text)

    def _outcome_of(self, status: int, retry_after: str | None, text: bytes) -> Outcome:
        said = f"{status} {text[:200].decode('utf-8', 'replace')}".strip()
        if 200 <= status < 300:
            return Outcome("sent", said)
        if status == GONE:
            return Outcome("gone", said)
        return Outcome("deferred", said, _wait(retry_after, self._clock.now()))


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
