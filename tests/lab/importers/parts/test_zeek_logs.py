"""Each log says what was said by fields of its own."""

from __future__ import annotations

from typing import Any

import pytest

from twin.lab.importers.parts.zeek_logs import LOGS, STATES, is_request, said_of


@pytest.mark.parametrize(
    ("log", "fields", "wanted"),
    [
        ("dns", {"qtype_name": "A", "query": "a.b", "rcode_name": "NXDOMAIN"}, ("A", "a.b", "NXDOMAIN", None, "")),
        ("dns", {"qtype_name": "A", "query": "a.b", "rcode_name": "NOERROR", "TTLs": ["60.0"]},
         ("A", "a.b", "ok", 60.0, "")),
        ("http", {"method": "GET", "uri": "/", "status_code": 401, "username": "x"}, ("GET", "/", "401", None, "x")),
        ("modbus_detailed", {"func": "WRITE_SINGLE_REGISTER", "address": 7, "values": ["1.5"]},
         ("write_single_register", "7", "ok", 1.5, "")),
        ("modbus", {"func": "READ_COILS", "exception": "ILLEGAL_FUNCTION"},
         ("read_coils", "", "ILLEGAL_FUNCTION", None, "")),
        ("kerberos", {"request_type": "AS", "client": "x", "service": "y", "success": False, "error_msg": "KDC"},
         ("AS", "y", "KDC", None, "x")),
        ("kerberos", {"request_type": "AS", "success": True}, ("AS", "", "ok", None, "")),
        ("mqtt_publish", {"topic": "a/b", "payload": "3.5", "status": "ok"}, ("PUBLISH", "a/b", "ok", 3.5, "")),
        ("mqtt_subscribe", {"action": "MQTT::SUBSCRIBE", "topics": ["#"], "ack": True},
         ("SUBSCRIBE", "#", "ok", None, "")),
        ("smb_files", {"action": "SMB::FILE_OPEN", "name": "x", "size": 3}, ("open", "x", "", 3.0, "")),
    ],
)  # fmt: skip
def test_a_row_says(log: str, fields: dict[str, Any], wanted: tuple[object, ...]) -> None:
    """Verb, object, status, value, user."""
    assert tuple(said_of(LOGS[log], fields)) == wanted


def test_every_state_of_zeek_is_one_of_four() -> None:
    """What is not in the table goes by its packets."""
    assert set(STATES.values()) == {"SF", "S0", "REJ", "RSTO"}


def test_the_first_half_of_an_exchange_is_told_apart() -> None:
    """Modbus of Zeek, and of ICSNPP."""
    assert is_request({"pdu_type": "REQ"})
    assert is_request({"request_response": "REQ"})
    assert not is_request({"pdu_type": "RESP"})
    assert not is_request({})
