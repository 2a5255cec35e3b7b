"""The public holidays of countries and their regions, from the library `holidays`.

The library is imported when a country is named first: it takes 0.2 s and 20 MB, and a calendar without a country does
without it.
"""

import re
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_CODE = re.compile("[A-Z]{2}")


@lru_cache(maxsize=1024)
def public_holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    """Returns the public holidays of the year; none for years that the library does not know (Poland: after 2100)."""
    from holidays import country_holidays

    return frozenset(country_holidays(country, subdiv=region, years=year))


@cache
def regions_of(country: str) -> tuple[str, ...]:
    """Returns the codes of the regions with holidays of their own; an unknown country is a ValueError."""
    # The library takes any of its own names, aliases of countries among them. One country has one code here.
    known = _entity(country) if _CODE.fullmatch(country) else None
    if known is None or known.country != country:
        raise ValueError(f'A country is a code of ISO 3166 such as "PL", with holidays that are known: {country!r}')
    return known.subdivisions


def check_country(country: str | None, region: str | None) -> None:
    """Refuses a country or a region that the library does not know, and a region without a country."""
    regions = regions_of(country) if country is not None else ()
    if region is not None and region not in regions:
        raise ValueError(f"{country or 'No country'} has no region {region!r}, but {', '.join(regions) or 'none'}")


def _entity(country: str) -> "HolidayBase | None":
    from holidays import country_holidays

    try:
        return country_holidays(country)
    except NotImplementedError:
        return None
