"""Each event says what was said by fields of its own."""

from __future__ import annotations

from typing import Any

import pytest

from twin.lab.importers.parts.eve_events import EVENTS


@pytest.mark.parametrize(
    ("kind", "body", "wanted"),
    [
        ("dns", {"type": "query"}, None),
        ("dns", {"type": "answer", "rrname": "a", "rrtype": "A", "rcode": "NOERROR", "answers": [{"ttl": 60}]},
         ("A", "a", "ok", 60.0, "")),
        ("http", {"http_method": "GET", "url": "/", "status": 200}, ("GET", "/", "ok", None, "")),
        ("mqtt", {"publish": {"topic": "a", "message": "1.5"}}, ("PUBLISH", "a", "", 1.5, "")),
        ("mqtt", {"subscribe": {"topics": [{"topic": "#", "qos": 0}]}}, ("SUBSCRIBE", "#", "", None, "")),
        ("mqtt", {"connack": {}}, None),
        ("modbus", {"request": {"function_code": "write_single_register", "address": 3, "data": 7},
                    "response": {"status": "ok"}}, ("write_single_register", "3", "ok", 7.0, "")),
        ("modbus", {"request": {"function_raw": 3, "read": {"address": 9}}}, ("3", "9", "ok", None, "")),
        ("modbus", {"request": {}, "response": {"exception": {"code": "ILLEGAL"}}}, ("", "", "ILLEGAL", None, "")),
        ("smb", {"command": "SMB2_COMMAND_CREATE", "filename": "x", "status": "STATUS_SUCCESS"},
         ("create", "x", "ok", None, "")),
        ("krb5", {"msg_type": "KRB_AS_REP", "cname": "x", "sname": "y"}, ("AS", "y", "ok", None, "x")),
    ],
)  # fmt: skip
def test_a_body_says(kind: str, body: dict[str, Any], wanted: tuple[object, ...] | None) -> None:
    """Verb, object, status, value, user; None where it is half of an exchange."""
    said = EVENTS[kind][1](body)
    assert (None if said is None else tuple(said)) == wanted


@pytest.mark.parametrize("kind", EVENTS)
def test_a_body_of_wrong_types_says_nothing_and_fails_nothing(kind: str) -> None:
    """Lists where objects are meant, numbers where words are."""
    odd = {n: [1] for n in ("queries", "answers", "publish", "request", "response", "rrname", "command", "status")}
    said = EVENTS[kind][1](odd)
    assert said is None or len(said) == 5
