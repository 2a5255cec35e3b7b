"""Which network addresses a webhook may reach: public ones, and private networks the operator names. No look-ups."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Networks: TypeAlias = tuple[IPv4Network | IPv6Network, ...]
_CARRYING_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))
"""IPv6 prefixes whose last 32 bits are an IPv4 address that a gateway or the kernel may turn them into."""

_BLOCKED = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("2001::/23"),
    IPv6Network("fec0::/10"),
)
"""Special ranges that some versions of the standard library call global."""


def networks(texts: Iterable[str]) -> Networks:
    """Networks from their texts."""
    return tuple(ip_network(text.strip()) for text in texts if text.strip())


def address_in(host: str) -> Address | None:
    """The address in a URL's host, in the usual notation; None for names and for every unusual notation."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def may_reach(address: Address, private: Networks) -> bool:
    """True for a public unicast address, and for those of `private`, the networks that the operator allows."""
    real = _carried(address)
    if any(real in network for network in private if network.version == real.version):
        return True
    if any(real in network for network in _BLOCKED if network.version == real.version):
        return False
    return real.is_global and not (real.is_multicast or real.is_reserved or real.is_unspecified)


def _carried(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one, where there is one."""
    if isinstance(address, IPv4Address):
        return address
    embedded = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if embedded is not None:
        return embedded
    if any(address in network for network in _CARRYING_IPV4) and address not in (IPv6Address("::"), IPv6Address("::1")):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
