"""Assets: who was seen in somebody's records, by name where a register knows the address.

An address that no register knows is an asset named by its address: of no known kind, on no known level (-1), of
function ``internet`` where the address is a public one. Its services are those it was seen to answer.

Sources: RFC 6890 and the IANA special-purpose address registries (which addresses are public), as Python's
``ipaddress`` has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import ip_address

from twin.net.inventory import Asset

UNKNOWN_KIND = "unknown"
UNKNOWN_LEVEL = -1


def names_of(register: Iterable[Asset]) -> dict[str, str]:
    """Names by address."""
    return {asset.address: asset.name for asset in register if asset.address}


def seen(addresses: Iterable[tuple[str, tuple[str, ...]]], register: Iterable[Asset]) -> tuple[Asset, ...]:
    """The register, and an asset for every address in *addresses* (with the services it answered) that it lacks."""
    known = tuple(register)
    names = names_of(known)
    strangers = (_stranger(address, services) for address, services in addresses if address not in names)
    return tuple(sorted((*known, *strangers), key=lambda asset: asset.name))


def sensors(measured: Mapping[str, tuple[str, str]], register: Iterable[Asset]) -> tuple[Asset, ...]:
    """*register*, and an asset for every sensor in *measured* (its quantity and room) that it lacks."""
    known = tuple(register)
    names = {asset.name for asset in known}
    strangers = (_sensor(name, *about) for name, about in measured.items() if name not in names)
    return tuple(sorted((*known, *strangers), key=lambda asset: asset.name))


def _sensor(name: str, quantity: str, room: str) -> Asset:
    return Asset(
        name=name, kind="sensor", function="", purdue_level=0, address="", mac="", switch="", area=room,
        traits={"measures": quantity},
    )  # fmt: skip


def _stranger(address: str, services: tuple[str, ...]) -> Asset:
    function = "internet" if ip_address(address).is_global else ""
    return Asset(
        name=address, kind=UNKNOWN_KIND, function=function, purdue_level=UNKNOWN_LEVEL, address=address, mac="",
        switch="", services=services,
    )  # fmt: skip
