"""Craft that adversaries share: whom to knock on, which password to try where, and when to keep still.

Sources: Antonakakis et al., Understanding the Mirai botnet, USENIX Security 2017 (scan, then log in with factory
passwords, then report); IANA service names and port numbers (which port is which service).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from twin.attacks.adversaries.base import Look, Mind, Move
from twin.attacks.adversaries.knowledge import Knowledge

DOORS: Mapping[int, str] = {8080: "robot_api", 22: "ssh", 23: "telnet", 80: "http", 445: "smb", 3389: "rdp"}
"""Ports behind which a password opens something, in the order in which they are tried."""

MOST_TARGETS = 512
"""Addresses that one scan knocks on at most."""


def strangers(knowledge: Knowledge, src: str, *, permitted: bool) -> tuple[str, ...]:
    """Addresses that nobody has knocked on from *src*; with *permitted* only those that it talks to anyway."""
    usual = {pair for opener, receiver, _ in knowledge.permitted for pair in ((opener, receiver), (receiver, opener))}
    return tuple(
        name
        for name in knowledge.addresses
        if name not in knowledge.held
        and name not in knowledge.lost
        and (src, name) not in knowledge.knocked
        and (not permitted or (src, name) in usual)
    )[:MOST_TARGETS]


def doors(knowledge: Knowledge, src: str, services: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Host and service, in order, where a password has not been turned down from *src*, nor opened yet."""
    wanted = [(port, service) for service in services for port in DOORS if DOORS[port] == service]
    for host, ports in knowledge.services.items():
        if host in knowledge.held or host in knowledge.lost or knowledge.is_silent(src, host):
            continue
        for port, service in wanted:
            if port in ports and (src, host, service) not in knowledge.refused:
                yield host, service


def next_door(knowledge: Knowledge, src: str, services: Iterable[str]) -> tuple[str, tuple[str, ...]] | None:
    """The service of the first door from *src*, and every host that it can be tried on."""
    found = list(doors(knowledge, src, services))
    if not found:
        return None
    service = found[0][1]
    return service, tuple(host for host, offered in found if offered == service)


def knock(src: str, targets: tuple[str, ...], ports: tuple[int, ...], rate_per_s: float) -> Move:
    """A scan of *ports*."""
    return Move("port_scan", src, targets, {"only": ports, "rate_per_s": rate_per_s})


def log_in(src: str, targets: tuple[str, ...], service: str, every_min: float, limit: int) -> Move:
    """Factory passwords on *targets*, until *limit* are held."""
    parameters = {"service": service, "every_min": every_min, "limit": max(1, limit)}
    return Move("default_credentials", src, targets, parameters)


def look_around(knowledge: Knowledge) -> Mind:
    """Look around once in everything that is held."""
    for asset in [name for name in knowledge.held if name not in knowledge.kinds]:
        yield Look(asset)
    return "success"


def within(hours: tuple[float, float] | None, hour: float) -> bool:
    """Whether *hour* lies in *hours*, which may go past midnight; always where there are none."""
    if hours is None:
        return True
    begin, end = hours
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


def until(hours: tuple[float, float], hour: float) -> float:
    """Seconds from *hour* of the day to the next beginning of *hours*."""
    return 3600 * ((hours[0] - hour) % 24)
