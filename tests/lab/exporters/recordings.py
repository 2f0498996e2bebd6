"""A small recording for the tests of exporters: one of each thing that can be said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from twin.core.log import Log
from twin.lab.recording import Recording
from twin.net.inventory import Asset

RULE = "3a0cde21-2f3c-4a3f-9d3b-6f1f7a4f8b10"
STEP = "secret-step"
STARTS = datetime(2026, 3, 2, 8, tzinfo=UTC)
SECOND = 1_000_000

_ASSETS = (
    Asset("camera-01", "camera", "video", 1, "10.50.0.10", "02:00:00:00:00:01", "sw-security", vendor="optivue"),
    Asset("dc-01", "domain_controller", "identity", 4, "10.100.0.10", "02:00:00:00:00:02", "sw-server"),
    Asset("dns-01", "dns_resolver", "identity", 4, "10.100.0.11", "02:00:00:00:00:03", "sw-server"),
    Asset("gateway-01", "gateway", "cold_chain", 1, "10.30.0.10", "02:00:00:00:00:04", "sw-cold"),
    Asset("cloud", "vendor_cloud", "internet", 5, "198.18.0.10", "02:00:00:00:00:05", "edge"),
)
_Flow = tuple[str, str, str, str, int, str, str, str, str, float | None, str]
_FLOWS: tuple[_Flow, ...] = (
    ("camera-01", "dns-01", "dns", "udp", 53, "SF", "A", "cloud.example", "ok", None, ""),
    ("camera-01", "dns-01", "dns", "udp", 53, "SF", "A", "no.example", "NXDOMAIN", None, ""),
    ("camera-01", "cloud", "https", "tcp", 443, "SF", "", "", "", None, ""),
    ("camera-01", "cloud", "http", "tcp", 80, "SF", "POST", "/v1/points", "ok", None, "admin"),
    ("gateway-01", "dc-01", "modbus", "tcp", 502, "SF", "write_single_register", "40001", "ok", 7.5, ""),
    ("gateway-01", "dc-01", "mqtt", "tcp", 8883, "SF", "PUBLISH", "site/temp", "ok", 3.25, "gateway-01"),
    ("gateway-01", "dc-01", "mqtt", "tcp", 8883, "SF", "SUBSCRIBE", "#", "ok", None, "gateway-01"),
    ("gateway-01", "dc-01", "mqtt", "tcp", 8883, "SF", "CONNECT", "", "ok", None, "gateway-01"),
    ("camera-01", "dc-01", "smb", "tcp", 445, "SF", "open", "pay, roll\tx.txt", "ok", 12.0, "guest"),
    ("camera-01", "dc-01", "kerberos", "tcp", 88, "SF", "AS", "krbtgt", "KDC_ERR_PREAUTH_FAILED", None, "guest"),
    ("camera-01", "dc-01", "ldap", "tcp", 389, "SF", "search", "dc=hub", "ok", 3.0, "guest"),
    ("camera-01", "dc-01", "ssh", "tcp", 22, "SF", "", "", "", None, ""),
    ("camera-01", "dc-01", "rdp", "tcp", 3389, "SF", "", "", "", None, ""),
    ("camera-01", "gateway-01", "bacnet", "udp", 47_808, "SF", "read_property", "analog-input,1", "ok", 21.5, ""),
    ("camera-01", "dc-01", "smb", "tcp", 445, "REJ", "", "", "", None, ""),
    ("camera-01", "dc-01", "", "tcp", 8_443, "RSTO", "", "", "", None, ""),
)
_DENIED = ("camera-01", "dc-01", "smb", "tcp", 445)


def recording() -> Recording:
    """Every protocol with a log of its own, a refusal, an alert, an alarm and a labelled flow."""
    log = Log()
    for number, flow in enumerate(_FLOWS):
        _flow(log, number, flow)
    src, dst, service, transport, port = _DENIED
    log.one(
        "flow", time=len(_FLOWS) * SECOND, flow=900, tap="core", src=src, dst=dst, service=service, state="S0",
        transport=transport, dst_port=port, src_port=50_900, action="deny", rule='zone "video"]', packets_out=1,
    )  # fmt: skip
    log.one(
        "alert", time=20 * SECOND, alert=1, detector="scan", entity="camera-01", technique="T0846", level="high",
        title="camera-01 knocks on many doors", evidence=900, rule=RULE, author="the hub's own", tags="attack.t0846,ot",
    )  # fmt: skip
    log.one("alarm", time=21 * SECOND, source="chill-1", alarm="high_temperature", priority="high", value=7.5)
    log.one("label", time=0, flow=900, step=STEP, delivered=False)
    log.one("attack", time=0, step=STEP, technique="T0846", attack="port_scan", phase="start")
    log.seal(1 << 62)
    return Recording(log, STARTS, _ASSETS)


def written(folder: Path) -> Path:
    """The recording in *folder*, as far as exports read what ``twin run --out`` leaves behind."""
    folder.mkdir()
    recorded = recording()
    assert isinstance(recorded.source, Log)
    recorded.source.write(folder)
    recorded.write_register(folder)
    (folder / "run.json").write_text('{"inputs": {}, "digest": ""}')
    return folder


def _flow(log: Log, number: int, flow: _Flow) -> None:
    src, dst, service, transport, port, state, verb, about, status, value, user = flow
    full = state == "SF"
    sizes = {"bytes_out": 100 * full, "bytes_in": 200 * full, "duration_us": 900 * full}
    packets = (1, 1) if transport == "udp" else (6, 4) if full else (1 + (state == "RSTO"), 1)
    record = {"verb": verb, "object": about, "status": status, "user": user}
    log.one(
        "flow", time=number * SECOND, flow=number + 1, tap="core", src=src, dst=dst, service=service, state=state,
        transport=transport, dst_port=port, src_port=50_000 + number, action="allow", rule="needs",
        packets_out=packets[0], packets_in=packets[1], **sizes, **record, **({} if value is None else {"value": value}),
    )  # fmt: skip
