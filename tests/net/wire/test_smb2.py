"""Structures have the sizes that the specification gives them."""

from __future__ import annotations

import struct

import pytest

from twin.net.wire import smb2
from twin.net.wire.smb2 import Place


@pytest.mark.parametrize(
    ("body", "size"),
    [
        (smb2.negotiate(bytes(16)), 36), (smb2.negotiated(bytes(16), 0), 65), (smb2.set_up(b"x"), 25),
        (smb2.set_up_answer(b"x"), 9), (smb2.tree_connect("\\\\a\\b"), 9), (smb2.tree_connected(), 16),
        (smb2.create("a", b""), 57), (smb2.created(bytes(16), 0, b""), 89), (smb2.read(bytes(16), 1), 49),
        (smb2.read_answer(b"x"), 17), (smb2.write(bytes(16), b"x"), 49), (smb2.written(1), 17),
        (smb2.rename(bytes(16), "b"), 33), (smb2.delete(bytes(16)), 33), (smb2.info_set(), 2), (smb2.failed(), 9),
    ],
)  # fmt: skip
def test_a_structure_says_its_size_and_has_its_fixed_part(body: bytes, size: int) -> None:
    """The size counts one byte of what varies; even sizes count none."""
    assert struct.unpack("<H", body[:2]) == (size,)
    assert len(body) >= size - size % 2


def test_a_message_is_as_long_as_its_frame_says() -> None:
    """64 bytes of header, and whose it is."""
    message = smb2.framed(Place(5, 1, 9, answer=True), smb2.READ, smb2.read_answer(b"abc"))
    assert int.from_bytes(message[:4], "big") == len(message) - 4
    assert (message[4:8], message[20], message[28:36]) == (b"\xfeSMB", 1, (5).to_bytes(8, "little"))


def test_the_proof_has_one_size_whatever_the_names() -> None:
    """So that a log-in takes the same bytes for everybody."""
    sizes = {len(smb2.ntlm_authenticate(user, "host", bytes(48))) for user in ("", "a", "somebody.with.a.long.name")}
    assert sizes == {smb2.AUTHENTICATE_BYTES}
