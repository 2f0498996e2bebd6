"""Hosts: what the flows of a recording say about each address inside the hub, and nothing else.

A tap sees who opens what to whom, whether it was answered, and how often; from that follow the services that a host
offers and uses, its rhythm, and its silences. A service is **offered** when somebody was answered there: a finished
exchange, or one that the opener dropped after the handshake (a scan finds open ports so). The **period** of a use is
the median time between two exchanges with the same peer about the same.

Names of the log stand for addresses here. What the register says about an address is not looked at.

Sources: RFC 7011 and RFC 7012 (what a flow says); Zeek known_hosts and known_services, for the idea.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from twin.core.units import SECOND_US, Us
from twin.lab.inventory.handshakes import UNSAID, Handshake, handshakes
from twin.lab.questions import ask
from twin.lab.recording import Recording
from twin.net.address import subnets

_USES = """
with spoken as (
    select src, dst, service, verb, object, time, flow, state,
           time - lag(time) over (partition by src, dst, service, verb, object order by time, flow) as gap
    from flow where service <> ''
)
select src, service, count(*) as exchanges, count(distinct dst) as peers, median(gap) as period_us,
       count(*) filter (state = 'SF') as answered,
       list_sort(list(distinct verb) filter (verb <> ''))[1:20] as verbs,
       list_sort(list(distinct object) filter (object <> ''))[1:20] as objects
from spoken group by src, service order by src, service
"""
_OFFERS = """
select dst, service, dst_port, transport, count(*) as exchanges, count(distinct src) as peers
from flow where service <> '' and state in ('SF', 'RSTO')
group by all order by dst, service, dst_port, transport
"""
_PRESENCE = """
with heard as (
    select src as host, time from flow
    union all select dst as host, time from flow where state in ('SF', 'RSTO', 'REJ')
), gaps as (select host, time, time - lag(time) over (partition by host order by time) as gap from heard)
select host, min(time) as first_us, max(time) as last_us, count(*) as exchanges,
       coalesce(max(gap), 0) as silence_us
from gaps group by host order by host
"""
_END = "select coalesce(max(time), 0) as last_us from flow"


@dataclass(frozen=True)
class Use:
    """A service that a host opens: how often, to how many peers, every how many seconds (None: too few to tell).

    ``answered`` counts the exchanges that came to an end; ``verbs`` and ``objects`` are what the taps could read.
    """

    service: str
    exchanges: int
    peers: int
    period_s: float | None
    answered: int
    verbs: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A service that a host offers, where, and how often it answered."""

    service: str
    port: int
    transport: str
    exchanges: int
    peers: int


@dataclass(frozen=True)
class Host:
    """One address inside the hub, as heard between ``first_us`` and ``last_us``.

    ``silence_us`` is the longest time for which nothing was heard of it, up to ``until_us``, the last row of all.
    ``handshake`` is what it said about itself in clear text.
    """

    name: str
    address: str
    mac: str
    first_us: Us
    last_us: Us
    until_us: Us
    exchanges: int
    silence_us: Us
    uses: tuple[Use, ...]
    offers: tuple[Offer, ...]
    handshake: Handshake = UNSAID

    @property
    def network(self) -> str:
        """The function whose network its address is from; empty for none of the plan's."""
        at = ip_address(self.address)
        return next((function for function, net in subnets().items() if at in ip_network(net)), "")

    @property
    def heard_us(self) -> Us:
        """From when it was first heard to the end."""
        return self.until_us - self.first_us


def hosts_of(recording: Recording) -> tuple[Host, ...]:
    """Every address inside the hub that was heard, in order of name."""
    uses, offers, said = _uses(recording), _offers(recording), handshakes(recording)
    until_us = ask(recording, _END).to_pylist()[0]["last_us"]
    return tuple(_hosts(recording, uses, offers, said, until_us))


def _hosts(
    recording: Recording, uses: dict[str, list[Use]], offers: dict[str, list[Offer]], said: dict[str, Handshake],
    until_us: Us,
) -> Iterator[Host]:  # fmt: skip
    outside = ip_network(subnets()["internet"])
    for row in ask(recording, _PRESENCE).to_pylist():
        name = row.pop("host")
        asset = recording.by_name.get(name)
        if asset is None or not asset.address or ip_address(asset.address) in outside:
            continue
        row["silence_us"] = max(row["silence_us"], until_us - row["last_us"])
        yield Host(
            name, asset.address, asset.mac, until_us=until_us, uses=tuple(uses.get(name, ())),
            offers=tuple(offers.get(name, ())), handshake=said.get(name, UNSAID), **row,
        )  # fmt: skip


def _uses(recording: Recording) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {}
    for row in ask(recording, _USES).to_pylist():
        period = row["period_us"]
        use = Use(
            row["service"], row["exchanges"], row["peers"], None if period is None else period / SECOND_US,
            row["answered"],
            tuple(row["verbs"] or ()), tuple(row["objects"] or ()),
        )  # fmt: skip
        found.setdefault(row["src"], []).append(use)
    return found


def _offers(recording: Recording) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for row in ask(recording, _OFFERS).to_pylist():
        found.setdefault(row.pop("dst"), []).append(Offer(row.pop("service"), row.pop("dst_port"), **row))
    return found
