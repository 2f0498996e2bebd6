"""Captures as tshark dissects them, which is not ours: every packet sound, and in agreement with its row."""

from __future__ import annotations

import hashlib
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

import twin
from tests.lab.exporters.captures import (
    WARNING,
    every_conversation,
    every_hello,
    every_state,
    needs_tshark,
    tshark,
    worst,
)
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.exporters.parts.conversation import conversations
from twin.lab.exporters.parts.ends import said_of
from twin.lab.exporters.parts.handshakes import handshake_of
from twin.lab.exporters.pcap import Pcap
from twin.lab.recording import Recording
from twin.net.wire import tls12

pytestmark = needs_tshark

SOUND = ("frame.protocols", "_ws.expert.severity", "_ws.expert.message", "_ws.malformed", "tcp.len", "udp.length")
_ENDS = ("ip.src", "ip.dst", "eth.src", "eth.dst", "tcp.srcport", "udp.srcport", "tcp.dstport", "udp.dstport")
_HELLO = (
    "ip.src", "tcp.srcport", "tls.handshake.ciphersuite", "tls.handshake.extension.type", "tls.handshake.sig_hash_alg",
    "tls.handshake.extensions_alpn_str", "tls.handshake.extensions.supported_version",
    "tls.handshake.extensions_server_name",
)  # fmt: skip
SEEN = ("frame.time_epoch", *_ENDS, "tcp.len", "udp.length")
AS_NAMED = {
    "502": "modbus", "53": "dns", "80": "http", "443": "tls", "88": "kerberos", "389": "ldap", "8883": "tls",
    "1883": "mqtt", "123": "ntp", "9999": "data", "3389": "tpkt rdp", "8080": "http", "554": "rtsp", "445": "smb2",
    "161": "snmp",
    "5432": "pgsql", "22": "ssh", "514": "syslog", "23": "telnet", "47808": "bacapp",
    "67": "dhcp", "5353": "mdns", "4840": "opcua",
}  # fmt: skip
"""Dissector that recognises what is said on each port; RDP hides its TLS behind its transport's name."""
NO_ARP = "-Y!arp"
"""Everything but what hosts ask before they speak, which has no row."""
RESET = "Connection reset (RST)"
"""A warning that every refused connection earns."""
Flows = dict[tuple[str, ...], list[int]]


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every protocol and verb."""
    return Pcap().write(every_conversation(), tmp_path_factory.mktemp("pcap"))[0]


def _hub(policy: str, folder: Path) -> tuple[Recording, Path]:
    """Ten seconds of the small hub."""
    recording = twin.run("quiet-day", policy, hours=0.06).recording
    part = recording.between(MINUTE_US, MINUTE_US + 10 * SECOND_US)
    return part, Pcap().write(part, folder)[0]


def _faults(path: Path) -> list[dict[str, str]]:
    bad = [packet for packet in tshark(path, SOUND) if packet["_ws.malformed"] or worst(packet) >= WARNING]
    return [packet for packet in bad if packet["_ws.expert.message"] != RESET]


def test_no_packet_of_any_protocol_is_malformed_or_warned_about(capture: Path) -> None:
    """Checksums, sequence numbers and contents pass every check of the dissectors."""
    assert _faults(capture) == []


def test_every_payload_is_dissected_as_the_protocol_it_is(capture: Path) -> None:
    """All but the inner segments of a message that takes several, which belong to the one that completes it."""
    fields = (*SEEN, "frame.protocols", "tcp.reassembled_in", "tcp.segment_data")
    missed: dict[tuple[str, str], int] = defaultdict(int)
    for packet in tshark(capture, fields):
        if packet["tcp.len"] in ("", "0") and not packet["udp.length"]:
            continue
        ports = {packet[f"{layer}.{end}port"] for layer in ("tcp", "udp") for end in ("src", "dst")}
        (port,) = ports & AS_NAMED.keys()
        inner = packet["tcp.reassembled_in"] or packet["tcp.segment_data"]
        named = set(AS_NAMED[port].split()) & set(packet["frame.protocols"].split(":"))
        if not named and not inner:
            missed[port, packet["frame.protocols"]] += 1
    assert missed == {}


@pytest.mark.parametrize(
    ("shown", "values"),
    [
        ("dns.qry.name", {"cloud.example", "_ipp._tcp.local"}),
        ("http.request.method", {"GET", "HEAD", "POST", "PUT", "DELETE"}),
        ("http.response.code", {"200", "401"}),
        ("http.authbasic", {"admin:"}),
        ("tls.handshake.extensions_server_name", {"dc-01"}),
        ("tls.handshake.extensions_alpn_str", {"http/1.1", "mqtt"}),
        ("modbus.func_code", {"1", "3", "4", "5", "6", "16", "43"}),
        ("ntlmssp.auth.username", {"admin"}),
        ("ldap.baseObject", {"a/b"}),
        ("rtsp.method", {"OPTIONS", "DESCRIBE", "SETUP", "PLAY", "RECORD", "TEARDOWN"}),
        ("snmp.community", {"admin"}),
        ("ntp.flags.mode", {"3", "4", "6"}),
        ("kerberos.error_code", {"24"}),
        ("arp.opcode", {"1", "2"}),
        ("dns.srv.port", {"443", "631"}),
        ("dhcp.option.dhcp", {"3", "5", "6", "7", "8"}),
        ("dhcp.option.hostname", {"camera-01"}),
        (
            "opcua.servicenodeid.numeric",
            {"446", "449", "452", "461", "464", "467", "470", "473", "476", "631", "634", "673", "676"},
        ),
        ("rdp.rt_cookie", {"Cookie: mstshash=admin...."}),
    ],
)
def test_what_was_said_is_in_the_packets(capture: Path, shown: str, values: set[str]) -> None:
    """Names, methods, functions, users and statuses as in the rows."""
    found = {word for packet in tshark(capture, (shown,)) for word in packet[shown].split(",") if word}
    assert found == values


def test_a_register_and_its_value_are_on_the_wire(capture: Path) -> None:
    """40003 is address 2; 7.5 is 75 tenths in one register."""
    fields = ("modbus.func_code", "modbus.reference_num", "modbus.data")
    said = [packet for packet in tshark(capture, fields) if packet["modbus.func_code"] == "6"]
    assert {(packet["modbus.reference_num"], packet["modbus.data"]) for packet in said if packet["modbus.data"]} == {
        ("2", "004b")
    }


@pytest.fixture(scope="module")
def hellos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A client of each maker, of today and old, to servers of today and old."""
    return Pcap().write(every_hello(), tmp_path_factory.mktemp("hellos"))[0]


def test_every_fingerprint_is_that_of_the_hello_that_tshark_reads(hellos: Path) -> None:
    """JA4 made here from tshark's fields, and by tshark itself where it is new enough to know JA4."""
    shown = ("tls.handshake.ja4",) if "tls.handshake.ja4" in _known_fields() else ()
    told = {(c.src.address, str(c.src_port)): handshake_of(c) for c in conversations(every_hello())}
    hits = list(tshark(hellos, (*_HELLO, *shown), "-Ytls.handshake.type==1"))
    assert len(hits) == len(told) >= 60
    for hello in hits:
        seen = told[hello["ip.src"], hello["tcp.srcport"]]
        assert seen is not None
        assert seen.ja4 == _ja4_of(hello)
        assert seen.host == hello["tls.handshake.extensions_server_name"]
        assert all(hello[name] == seen.ja4 for name in shown)


def test_a_certificate_in_clear_text_is_the_one_that_the_logs_tell_of(hellos: Path) -> None:
    """Subject, issuer and public name; an old end negotiates TLS 1.2 and shows it, no other does."""
    assert _faults(hellos) == []
    fields = ("ip.dst", "tcp.dstport", "x509sat.uTF8String", "x509ce.dNSName", "tls.handshake.certificates_length")
    old = [c for c in conversations(every_hello()) if (seen := handshake_of(c)) and seen.certificate]
    shown = list(tshark(hellos, fields, "-Ytls.handshake.type==11"))
    assert len(shown) == len(old) == len(list(tshark(hellos, fields, "-Ytls.handshake.type==16")))
    for packet in shown:
        (named,) = {
            (*made.issuer, *made.subject, made.host)
            for c in old
            if (c.src.address, str(c.src_port)) == (packet["ip.dst"], packet["tcp.dstport"])
            for made in [tls12.shown_by(said_of(c))]
        }
        assert (*packet["x509sat.uTF8String"].split(","), packet["x509ce.dNSName"]) == named


def test_tshark_reads_that_an_old_session_is_a_new_one(hellos: Path) -> None:
    """The server's session id is not the client's, which would say that it resumes; TLS 1.3 echoes it."""
    ids = dict[tuple[str, str], set[str]]()
    told = ((c, handshake_of(c)) for c in conversations(every_hello()))
    old = {(c.src.address, str(c.src_port)) for c, seen in told if seen and not seen.resumed}
    for kind, end in (("1", ("ip.src", "tcp.srcport")), ("2", ("ip.dst", "tcp.dstport"))):
        for packet in tshark(hellos, (*end, "tls.handshake.session_id"), f"-Ytls.handshake.type=={kind}"):
            ids.setdefault((packet[end[0]], packet[end[1]]), set()).add(packet["tls.handshake.session_id"])
    assert old < ids.keys()
    assert {client: len(said) for client, said in ids.items()} == {client: 1 + (client in old) for client in ids}


def _known_fields() -> set[str]:
    done = subprocess.run(["tshark", "-G", "fields"], capture_output=True, text=True, check=True)
    return {line.split("\t")[2] for line in done.stdout.splitlines() if line.startswith("F\t")}


def _ja4_of(hello: Mapping[str, str]) -> str:
    """JA4 by the book, from what tshark read."""
    suites = sorted(f"{int(suite, 0):04x}" for suite in hello["tls.handshake.ciphersuite"].split(","))
    kinds = [f"{int(kind):04x}" for kind in hello["tls.handshake.extension.type"].split(",")]
    alpn = hello["tls.handshake.extensions_alpn_str"]
    new = "0x0304" in hello["tls.handshake.extensions.supported_version"]
    schemes = ",".join(f"{int(scheme, 0):04x}" for scheme in hello["tls.handshake.sig_hash_alg"].split(","))
    said = ",".join(sorted(kind for kind in kinds if kind not in ("0000", "0010"))) + "_" + schemes
    hashes = [hashlib.sha256(text.encode()).hexdigest()[:12] for text in (",".join(suites), said)]
    return f"t{'13' if new else '12'}d{len(suites):02d}{len(kinds):02d}{alpn[0]}{alpn[-1]}_{hashes[0]}_{hashes[1]}"


@pytest.mark.parametrize("policy", ["zones", "zero-trust"])
def test_a_hub_s_packets_are_sound_and_agree_with_its_rows(policy: str, tmp_path: Path) -> None:
    """The same ends, numbers of packets and bytes in each direction, first and last microsecond."""
    recording, path = _hub(policy, tmp_path)
    assert _faults(path) == []
    assert _of_packets(tshark(path, SEEN, NO_ARP)) == _of_rows(recording)


def test_what_came_to_nothing_has_the_packets_that_its_row_counts(tmp_path: Path) -> None:
    """SYN alone, SYN and RST, SYN, SYN with ACK and RST, a datagram alone."""
    path, _ = Pcap().write(every_state(), tmp_path)
    assert _faults(path) == []
    assert _of_packets(tshark(path, SEEN, NO_ARP)) == _of_rows(every_state())
    flags = [packet["tcp.flags.str"] for packet in tshark(path, ("tcp.flags.str",), NO_ARP)]
    assert [text.replace("·", "") for text in flags] == ["S", "S", "AR", "S", "AS", "R", ""]


def _of_packets(packets: Iterable[Mapping[str, str]]) -> Flows:
    """By opener, service and ports: packets and bytes each way, first and last time; the opener has the high port."""
    found: Flows = {}
    for packet in packets:
        ports = [packet[f"tcp.{end}port"] or packet[f"udp.{end}port"] for end in ("src", "dst")]
        out = int(ports[0]) >= 49_152 or ports[0] == "68"
        ends = (packet["ip.src"], packet["ip.dst"]) if out else (packet["ip.dst"], packet["ip.src"])
        key = (*ends, *(ports if out else ports[::-1]))
        size = int(packet["tcp.len"] or 0) if packet["tcp.len"] else int(packet["udp.length"]) - 8
        when = int(packet["frame.time_epoch"].replace(".", "")) // 1_000
        told = found.setdefault(key, [0, 0, 0, 0, when, when])
        told[not out] += 1
        told[2 + (not out)] += size
        told[4:] = min(told[4], when), max(told[5], when)
    return found


def _of_rows(recording: Recording) -> Flows:
    """The same from the log."""
    found: Flows = {}
    for row in recording.rows("flow"):
        ends = [recording.by_name[row[end]].address for end in ("src", "dst")]
        if not all(ends):
            continue
        begin = recording.epoch_us(row["time"])
        told = found.setdefault((*ends, str(row["src_port"]), str(row["dst_port"])), [0, 0, 0, 0, begin, begin])
        for place, name in enumerate(("packets_out", "packets_in", "bytes_out", "bytes_in")):
            told[place] += row[name]
        told[4:] = min(told[4], begin), max(told[5], begin + row["duration_us"])
    return found
