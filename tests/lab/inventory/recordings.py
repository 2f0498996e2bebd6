"""Made-up recordings: a few hosts, and flows written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from twin.core.log import Log
from twin.core.units import SECOND_US
from twin.lab.inventory.hosts import Host, Offer, Use
from twin.lab.recording import Recording
from twin.net.address import macs
from twin.net.inventory import Asset

STARTS = datetime(2026, 3, 2, 8, tzinfo=UTC)


def asset(
    name: str, kind: str, function: str, address: str, vendor: str = "deskline", *, registered: bool = True
) -> Asset:
    """One thing of the register, or one that is missing in it."""
    mac = macs([(name, vendor)])[name]
    return Asset(name, kind, function, 2, address, mac, "sw", vendor=vendor, registered=registered)


COFFEE = asset("coffee-01", "coffee_machine", "amenity", "10.60.0.10", "brewtech")
RESOLVER = asset("dns-01", "dns_resolver", "identity", "10.100.0.10")
CLOUD = asset("coffee-cloud", "vendor_cloud", "internet", "198.18.0.10", "various")


@dataclass
class Tape:
    """Flows between assets, in order of time."""

    assets: tuple[Asset, ...] = (COFFEE, RESOLVER, CLOUD)
    log: Log = field(default_factory=Log)
    number: int = 0

    def flow(
        self, at_s: float, src: str, dst: str, service: str, port: int, *, state: str = "SF", transport: str = "tcp",
        verb: str = "", about: str = "",
    ) -> None:  # fmt: skip
        """One exchange."""
        self.number += 1
        self.log.one(
            "flow", time=round(at_s * SECOND_US), flow=self.number, tap="core", src=src, dst=dst, src_port=50_000,
            dst_port=port, service=service, transport=transport, action="allow", rule="r", state=state,
            duration_us=1_000, bytes_out=600, bytes_in=700, packets_out=3, packets_in=3, verb=verb, object=about,
            status="ok", value=float("nan"), user="",
        )  # fmt: skip

    def every(self, period_s: float, until_s: float, src: str, dst: str, service: str, port: int, **more: str) -> None:
        """The same exchange again and again, from time 0."""
        for number in range(int(until_s / period_s) + 1):
            self.flow(number * period_s, src, dst, service, port, **more)  # type: ignore[arg-type]

    def recording(self) -> Recording:
        """The tape, sealed."""
        self.log.seal(1 << 62)
        return Recording(self.log, STARTS, self.assets)


def coffee_tape(src: str = "coffee-01", assets: tuple[Asset, ...] = (COFFEE, RESOLVER, CLOUD)) -> Tape:
    """Two hours of a coffee machine: names, its cloud every ten minutes; rows of both are put in order of time."""
    tape = Tape(assets)
    for second in range(0, 7_200, 300):
        tape.flow(second, src, "dns-01", "dns", 53, transport="udp", verb="A", about="hub.example")
        if second % 600 == 0:
            tape.flow(second + 1, src, "coffee-cloud", "https", 443)
    return tape


def host(
    name: str, *, address: str = "10.60.0.10", mac: str = COFFEE.mac, silence_s: float = 300, **more: object
) -> Host:
    """A host that was heard for two hours, asking for names."""
    uses = (Use("dns", 24, 1, 300.0, 24, ("A",)),)
    end_us = 7_200 * SECOND_US
    known: dict[str, object] = {"uses": uses, "offers": (), "last_us": end_us} | more
    return Host(
        name, address, mac, first_us=0, until_us=end_us, exchanges=24, silence_us=round(silence_s * SECOND_US),
        **known,  # type: ignore[arg-type]
    )  # fmt: skip


BROKER_OFFER = Offer("mqtt", 8883, "tcp", 100, 20)
