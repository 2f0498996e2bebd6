"""A service is what the register says, then what the monitor says, then what the port says."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from tests.builders import asset
from tests.lab.exporters.recordings import recording
from twin.lab.importers.parts.services import Services, is_one_way, ports

ROBOT = asset("amr-001", "robots", services=("robot_api", "ssh"), address="10.0.0.9")


@pytest.mark.parametrize(
    ("word", "where", "port", "transport", "wanted"),
    [
        ("http", "10.0.0.9", 8080, "tcp", "robot_api"),
        ("http", "10.0.0.1", 8080, "tcp", "http"),
        ("", "10.0.0.1", 8080, "tcp", ""),
        ("ssl", "10.0.0.1", 8883, "tcp", "mqtt"),
        ("ssl,mqtt", "10.0.0.1", 8883, "tcp", "mqtt"),
        ("mqtt", "10.0.0.1", 1883, "tcp", "mqtt_plain"),
        ("", "10.0.0.1", 1883, "tcp", "mqtt_plain"),
        ("ssl", "10.0.0.1", 9443, "tcp", "https"),
        ("tls", "10.0.0.1", 443, "tcp", "https"),
        ("krb_tcp", "10.0.0.1", 88, "tcp", "kerberos"),
        ("gssapi,smb", "10.0.0.1", 445, "tcp", "smb"),
        ("failed", "10.0.0.1", 502, "tcp", "modbus"),
        ("", "10.0.0.1", 53, "tcp", "dns"),
        ("", "10.0.0.1", 4444, "tcp", ""),
        ("ftp", "10.0.0.1", 21, "tcp", "ftp"),
    ],
)
def test_a_service_is_named(word: str, where: str, port: int, transport: str, wanted: str) -> None:
    """Twice the same, because it is remembered."""
    services = Services([ROBOT])
    assert [services.of(word, where, port, transport) for _ in range(2)] == [wanted, wanted]


def test_ports_are_those_of_the_protocols() -> None:
    """But not those at which anybody may listen."""
    assert ports()[502, "tcp"] == "modbus"
    assert "robot_api" not in ports().values()


def test_syslog_is_never_answered() -> None:
    """Silence is no failure there."""
    assert is_one_way("syslog", "udp")
    assert not is_one_way("dns", "udp")
    assert not is_one_way("", "udp")


@pytest.mark.parametrize("register", [(), "known"])
def test_many_are_named_as_one_is(register: object) -> None:
    """With a register and without."""
    services = Services(recording().assets if register else ())
    words, ports_ = ["", "ssl", "ssl,http", "krb_tcp"] * 3, [443, 502, 53, 1883, 8883, 514, 80, 5, 443, 502, 53, 80]
    who = [asset.address for asset in recording().assets if asset.address][:4] * 3
    over = ["tcp", "udp"] * 6
    many = services.all_of(pa.array(words), pa.array(who), np.array(ports_), pa.array(over)).to_pylist()
    assert many == [services.of(*each) for each in zip(words, who, ports_, over, strict=True)]
