"""Which of several available assets is kept for somebody: the one whose warranty ends last, then the newest."""

from collections.abc import Sequence
from datetime import date

from assets.domain.asset import Asset

_LONG_AGO = date(1970, 1, 1)


def choose(candidates: Sequence[Asset]) -> Asset | None:
    """The best of the candidates, always the same one for the same candidates; None when there are none."""
    return max(candidates, key=_worth, default=None)


def _worth(asset: Asset) -> tuple[date, date, str]:
    return asset.warranty_until or _LONG_AGO, asset.purchased_on or _LONG_AGO, str(asset.id)
