"""Messages of an exact size."""

from __future__ import annotations

import json
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.net.wire.hypertext import basic, code_of, filled_body, filled_header, number, path_of
from twin.net.wire.said import Said

HEAD = "POST / HTTP/1.1\r\n"


@given(st.integers(80, 12_000))
def test_a_body_fills_the_message_and_its_length_is_told(size: int) -> None:
    """Also where one more byte of body takes one more digit."""
    message = filled_body(HEAD, number(7.5), Said(flow=3), "x", size)
    head, _, body = message.partition(b"\r\n\r\n")
    assert len(message) == max(size, len(filled_body(HEAD, number(7.5), Said(flow=3), "x", 0)))
    assert int(head.rsplit(b":", 1)[1]) == len(body)
    assert json.loads(body)["value"] == 7.5


@given(st.integers(60, 3_000))
def test_a_header_field_fills_a_message_without_a_body(size: int) -> None:
    """It ends with an empty line."""
    message = filled_header(HEAD, "Cookie", Said(), "x", size)
    assert len(message) == size
    assert message.endswith(b"\r\n\r\n")
    assert message.count(b"\r\n\r\n") == 1


@pytest.mark.parametrize(("status", "code"), [("ok", 200), ("", 200), ("401", 401), ("denied", 400)])
def test_a_status_becomes_a_code(status: str, code: int) -> None:
    """Words that are none of the standard's are a bad request."""
    assert code_of(status) == code


def test_a_path_cannot_end_its_line() -> None:
    """Blanks and line breaks are escaped, what belongs to a path stays."""
    assert path_of("/v1/points?n=1") == "v1/points?n=1"
    assert path_of("a b\r\nc") == "a%20b%0D%0Ac"


def test_a_user_is_shown_and_no_password() -> None:
    """Nothing recorded it."""
    assert b64decode(basic("admin").split()[-1]) == b"admin:"
    assert basic("") == ""
