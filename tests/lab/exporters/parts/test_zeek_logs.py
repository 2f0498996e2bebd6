"""Which logs a conversation has a line in, and what stands in it."""

from __future__ import annotations

import pytest

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.zeek_columns import Value
from twin.lab.exporters.parts.zeek_logs import LOGS, logs_of


def _of(service: str, number: int = 0) -> Conversation:
    return [each for each in conversations(recording()) if each.service == service][number]


def _line(log: str, conversation: Conversation) -> dict[str, Value]:
    return {field.name: field.fill(conversation) for field in LOGS[log]}


@pytest.mark.parametrize(
    ("service", "logs"),
    [
        ("dns", ["dns"]),
        ("https", ["ssl"]),
        ("http", ["http"]),
        ("modbus", ["modbus", "modbus_detailed"]),
        ("mqtt", ["ssl", "mqtt_publish"]),
        ("smb", ["smb_files"]),
        ("ssh", ["ssh"]),
        ("rdp", ["rdp"]),
        ("bacnet", ["bacnet"]),
        ("", []),
    ],
)
def test_each_protocol_has_its_logs(service: str, logs: list[str]) -> None:
    """What the tap could not read has a line for the session only; what nobody answered has none."""
    assert logs_of(_of(service)) == logs


def test_a_write_is_in_the_detailed_log_with_register_and_value() -> None:
    """Zeek's own modbus log has neither."""
    detailed, plain = _line("modbus_detailed", _of("modbus")), _line("modbus", _of("modbus"))
    assert (detailed["address"], detailed["values"]) == ("40001", ["7.5"])
    assert plain.keys() < detailed.keys()


@pytest.mark.parametrize(
    ("service", "number", "state", "history"),
    [("dns", 0, "SF", "Dd"), ("http", 0, "SF", "ShADadFf"), ("smb", 1, "REJ", "Sr"), ("", 0, "RSTO", "ShR")],
)
def test_state_and_history_tell_the_same_story(service: str, number: int, state: str, history: str) -> None:
    """Capital letters are the opener's."""
    line = _line("conn", _of(service, number))
    assert (line["conn_state"], line["history"]) == (state, history)


def test_a_name_that_does_not_exist_has_its_code() -> None:
    """NXDOMAIN is 3."""
    line = _line("dns", _of("dns", 1))
    assert (line["rcode"], line["rcode_name"], line["query"]) == (3, "NXDOMAIN", "no.example")


def test_bytes_on_the_wire_count_the_headers() -> None:
    """Payload, 40 bytes of IP and TCP a packet, and 8 of options in each SYN."""
    line = _line("conn", _of("http"))
    assert (line["orig_ip_bytes"], line["resp_ip_bytes"]) == (100 + 6 * 40 + 8, 200 + 4 * 40 + 8)
