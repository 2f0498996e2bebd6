"""Addresses that follow from names: who reads an address knows what kind of thing it is.

Inside the hub ``10.<10 x function>.<block>.<host>``, where the function's place in :data:`FUNCTIONS` counts from 1 and
hosts of one function are numbered in order of name from .10 on. Everything outside lives in 198.18.0.0/16, which is
kept for tests and routed nowhere. Hardware addresses carry the maker in the first three bytes, hashed from its name
with the bit of locally administered addresses set, so that none can be mistaken for a real maker's.

Sources: RFC 1918 (10.0.0.0/8); RFC 2544 and RFC 6890 (198.18.0.0/15 is for tests); IEEE 802-2014, clause 8.4 (locally
administered bit, group bit). The plan itself is a judgement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from twin.net.inventory import FUNCTIONS

ROUTER_MAKER = "corenet"
"""Who made the core switch, which routes between the subnets."""
_FIRST_HOST = 10
_HOSTS_A_BLOCK = 240


def addresses(register: Iterable[tuple[str, str]]) -> dict[str, str]:
    """IPv4 address of each asset in *register*, an iterable of (name, function) in any order."""
    count = dict.fromkeys(FUNCTIONS, 0)
    found = {}
    for name, function in sorted(register):
        block, host = divmod(count[function], _HOSTS_A_BLOCK)
        count[function] += 1
        found[name] = f"{_prefix(function)}.{block}.{host + _FIRST_HOST}"
    return found


def macs(register: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Hardware address of each asset in *register*, an iterable of (name, vendor) in any order; all are different."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name, vendor in sorted(register):
        tries = 0
        mac = _mac(name, vendor, tries)
        while mac in taken:
            tries += 1
            mac = _mac(name, vendor, tries)
        taken.add(mac)
        found[name] = mac
    return found


def router_of(address: str) -> tuple[str, str]:
    """Address and hardware address of the router of *address*'s subnet: its first host."""
    subnet = ".".join(address.split(".")[:2])
    return f"{subnet}.0.1", _mac(subnet, ROUTER_MAKER, 0)


def subnets() -> Mapping[str, str]:
    """Network of each function, in CIDR notation."""
    inside = {function: f"{_prefix(function)}.0.0/16" for function in FUNCTIONS if function != "internet"}
    return inside | {"internet": "198.18.0.0/16"}


def _prefix(function: str) -> str:
    return "198.18" if function == "internet" else f"10.{10 * (FUNCTIONS.index(function) + 1)}"


def _mac(name: str, vendor: str, tries: int) -> str:
    maker = hashlib.blake2b(vendor.encode(), digest_size=3).digest()
    device = hashlib.blake2b(f"{vendor}/{name}/{tries}".encode(), digest_size=3).digest()
    local = (maker[0] & 0xFC) | 0x02
    return ":".join(f"{byte:02x}" for byte in (local, *maker[1:], *device))
