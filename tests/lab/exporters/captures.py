"""Conversations of every protocol and every state for the tests of captures, and tshark as the judge of them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from tests.lab.exporters.recordings import STARTS
from twin.core.log import Log
from twin.lab.recording import Recording
from twin.net.inventory import Asset
from twin.net.protocols import PROTOCOLS
from twin.net.protocols.base import Protocol
from twin.net.protocols.https import Https, HttpsOverTls12
from twin.net.segments import Openings, packets_of, round_trips
from twin.net.wire.stacks import STACKS

SECOND_US = 1_000_000
LATENCY_US = 500
NOTE, WARNING = 0x400000, 0x600000
"""Wireshark's severities; an error is above a warning."""
OBJECTS: Mapping[str, str] = {
    "bacnet": "analog-input,3", "dns": "cloud.example", "kerberos": "", "modbus": "40003",
    "mqtt_plain": "site/chill-1/temp-01", "snmp": "1.3.6.1.2.1.2.2.1.10.3",
    "arp": "", "mdns": "_ipp._tcp.local", "opcua": "chill-1/air_c",
}  # fmt: skip
OLD_NVR = Asset(
    "nvr-01", "nvr", "video", 3, "10.50.0.20", "02:00:00:00:00:03", "sw", vendor="lenscape", traits={"tls": "1.2"}
)
CLOUD = Asset("cloud", "vendor_cloud", "internet", 5, "198.18.0.10", "02:00:00:00:00:04", "internet", vendor="various")
OPENER = Asset("camera-01", "camera", "video", 1, "10.50.0.10", "02:00:00:00:00:01", "sw", vendor="optivue")
SERVICE = Asset("dc-01", "domain_controller", "identity", 4, "10.100.0.10", "02:00:00:00:00:02", "sw")
_SHARK = shutil.which("tshark")
needs_tshark = pytest.mark.skipif(_SHARK is None, reason="tshark is not installed")


def every_conversation() -> Recording:
    """Each protocol of a network with each verb, answered well and badly, in three sizes."""
    log = Log()
    number = 0
    for kind in PROTOCOLS:
        protocol = PROTOCOLS[kind]()
        if protocol.transport == "serial":
            continue
        for verb, status, more in product(protocol.verbs or ("",), ("ok", "401"), (0, 701, 2_903)):
            sizes = protocol.sizes(verb, OBJECTS.get(kind, "a/b"), status, "admin")
            out, into = min(sizes.least_out + more, sizes.most_out), min(sizes.least_in + more, sizes.most_in)
            number += 1
            _write(log, number, kind, protocol, (out, into), {"verb": verb, "status": status})
    log.seal(1 << 62)
    return Recording(log, STARTS, (OPENER, SERVICE))


def every_hello() -> Recording:
    """A client of each maker, once of today and once old, to a server of the hub, to an old one and to the internet."""
    log, number, clients = Log(), 0, list[Asset]()
    for maker, old in product(sorted(STACKS), (False, True)):
        name = f"{maker}-{'old' if old else 'new'}"
        place = len(clients) + 30
        traits = {"tls": "1.2"} if old else {}
        clients.append(
            Asset(
                name,
                "camera",
                "video",
                1,
                f"10.50.0.{place}",
                f"02:00:00:00:01:{place:02x}",
                "sw",
                "",
                maker,
                traits=traits,
            )
        )
        for service in (SERVICE, OLD_NVR, CLOUD):
            protocol: Protocol = HttpsOverTls12() if old or service is OLD_NVR else Https()
            number, sizes = number + 1, protocol.sizes()
            _write(log, number, "https", protocol, (sizes.least_out, sizes.least_in), {}, (name, service.name))
    log.seal(1 << 62)
    return Recording(log, STARTS, (*clients, SERVICE, OLD_NVR, CLOUD))


def every_state() -> Recording:
    """A connection that nobody answered, one refused, one dropped; a datagram that nobody answered."""
    log = Log()
    kinds = [("https", "S0", (1, 0)), ("https", "REJ", (1, 1)), ("https", "RSTO", (2, 1)), ("dns", "S0", (1, 0))]
    for number, (kind, state, packets) in enumerate(kinds, 1):
        protocol = PROTOCOLS[kind]()
        log.one(
            "flow", **_ends(number, kind, protocol), state=state, duration_us=2 * LATENCY_US * (state != "S0"),
            bytes_out=60 * (kind == "dns"), packets_out=packets[0], packets_in=packets[1], verb="A",
            object="cloud.example",
        )  # fmt: skip
    log.seal(1 << 62)
    return Recording(log, STARTS, (OPENER, SERVICE))


def _ends(
    number: int, kind: str, protocol: Protocol, ends: tuple[str, str] = (OPENER.name, SERVICE.name)
) -> dict[str, int | str]:
    return {
        "time": number * SECOND_US, "flow": number * 0x9E3779B97F4A7C15 % (1 << 64), "tap": "core",
        "src": ends[0], "dst": ends[1],
        "src_port": protocol.source if protocol.source >= 0 else 49_152 + number, "dst_port": protocol.port or 9_999,
        "service": "" if kind == "other" else kind, "transport": protocol.transport, "action": "allow", "rule": "need",
    }  # fmt: skip


def _write(
    log: Log, number: int, kind: str, protocol: Protocol, size: tuple[int, int], said: Mapping[str, str],
    ends: tuple[str, str] = (OPENER.name, SERVICE.name),
) -> None:  # fmt: skip
    tcp, yes, no = np.array([protocol.transport == "tcp"]), np.array([True]), np.array([False])
    sums = [len(protocol.opening), *(sum(turn[way] for turn in protocol.opening) for way in (0, 1))]
    opening = Openings(*(np.array([part]) for part in sums))
    packets = packets_of(tcp, yes, no, np.array([size[0]]), np.array([size[1]]), opening)
    log.one(
        "flow", **_ends(number, kind, protocol, ends), state="SF", bytes_out=size[0], bytes_in=size[1],
        packets_out=int(packets.out[0]), packets_in=int(packets.into[0]), object=OBJECTS.get(kind, "a/b"),
        duration_us=int(round_trips(tcp, opening.turns)[0]) * 2 * LATENCY_US, user="admin", value=7.5, **said,
    )  # fmt: skip


def tshark(path: Path, fields: Sequence[str], *options: str) -> Iterator[dict[str, str]]:
    """What tshark makes of each packet, checksums checked."""
    checks = [f"-o{layer}.check_checksum:TRUE" for layer in ("ip", "tcp", "udp")]
    wanted = [part for field in fields for part in ("-e", field)]
    command = [_SHARK or "tshark", "-n", "-r", str(path), *checks, *options, "-Tfields", "-Eseparator=\x1f", *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        yield dict(zip(fields, line.split("\x1f"), strict=True))


def worst(packet: Mapping[str, str]) -> int:
    """The highest severity of what the dissectors had to say about a packet."""
    return max((int(level) for level in packet["_ws.expert.severity"].split(",") if level), default=0)
