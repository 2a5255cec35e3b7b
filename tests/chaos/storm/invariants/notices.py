"""Everybody was told once: in the inbox exactly once, by mail once or, after a death in between, once more alike."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from storm.evidence import Delivery, Evidence
from storm.invariants.verdict import Verdict, verdict


def everybody_was_told_once(evidence: Evidence) -> Verdict:
    """One entry a person, event and channel in the ledger; the inbox is what the ledger says."""
    entered = Counter((one.event, one.recipient, one.channel) for one in evidence.deliveries)
    inbox = Counter((one.event, one.account) for one in evidence.told)
    wrong = [f"{place} stands {n} times in the ledger" for place, n in entered.items() if n > 1]
    wrong += [f"{place} stands {n} times in the inbox" for place, n in inbox.items() if n > 1]
    ledger = {(event, recipient) for event, recipient, channel in entered if channel == "inbox"}
    wrong += [f"{place} is not both in ledger and inbox" for place in ledger ^ inbox.keys()]
    events = {line.id for line in evidence.lines()}
    wrong += [f"{one.event} never happened, but {one.recipient} was told" for one in evidence.deliveries
              if one.event not in events]  # fmt: skip
    return verdict("notifications", len(evidence.deliveries), wrong)


def every_mail_came_once(evidence: Evidence) -> Verdict:
    """Every mail of the ledger arrived; a repetition has the same Message-ID, and there is at most one."""
    mails = Counter(found.strip("<>").partition("@")[0] for found in evidence.mails)
    ledger = {mail_name(one): one for one in evidence.deliveries if one.channel == "mail"}
    wrong = [problem for name, one in ledger.items() for problem in _wrong(one, mails[name])]
    wrong += [f"a mail {name} came that nobody sent" for name in mails.keys() - ledger.keys()]
    return verdict("mails", len(ledger), wrong)


def mail_name(delivery: Delivery) -> str:
    """The part of the Message-ID that stands for event and recipient (the promise of the notifications service)."""
    return sha256(f"{delivery.event} {delivery.recipient}".encode()).hexdigest()[:32]


def _wrong(delivery: Delivery, times: int) -> Iterator[str]:
    if delivery.state != "sent":
        yield f"mail {delivery.id} is {delivery.state}"
    elif not 1 <= times <= min(2, delivery.tries):
        yield f"mail {delivery.id} came {times} times in {delivery.tries} tries"
