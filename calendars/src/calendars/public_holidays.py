"""The public holidays of countries and their regions, from the library `holidays`.

The library is imported when a country is named first: it takes 0.2 s and 20 MB, and a calendar without a country does
without it.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache


@lru_cache(maxsize=1024)
def public_holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    """Returns the public holidays of the year; none for years that the library does not know (Poland: after 2100)."""
    from holidays import country_holidays

    return frozenset(country_holidays(country, subdiv=region, years=year))


@cache
def countries() -> Mapping[str, tuple[str, ...]]:
    """Returns the countries with holidays that are known, each with the codes of its regions with holidays of their own."""
    from holidays import list_supported_countries

    # The library has aliases of countries too. One country has one code here.
    return {code: tuple(regions) for code, regions in list_supported_countries(include_aliases=False).items()}


def check_country(country: str | None, region: str | None) -> None:
    """Refuses a country or a region that the library does not know, and a region without a country."""
    regions = countries().get(country) if country is not None else ()
    if regions is None:
        raise ValueError(f'A country is a code of ISO 3166 such as "PL", with holidays that are known: {country!r}')
    if region is not None and region not in regions:
        raise ValueError(f"{country or 'No country'} has no region {region!r}, but {', '.join(regions) or 'none'}")
