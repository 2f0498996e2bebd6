"""SMB 2 messages: a header of 64 bytes, a command's structure, and NTLM inside the session's set-up.

Dialect 3.0.2, one credit a message, no signing. Files have one handle; what has to grow carries a create context that
no server knows, which it must ignore.

Sources: Microsoft Open Specifications MS-SMB2 (2.1 transport, 2.2.1 to 2.2.22 and 2.2.39 structures), MS-NLMP (2.2.1
messages), MS-FSCC (2.4.42 rename, 2.4.11 disposition).
"""

from __future__ import annotations

import struct
from typing import NamedTuple

NEGOTIATE, SESSION_SETUP, TREE_CONNECT, CREATE, READ, WRITE, SET_INFO = 0, 1, 3, 5, 8, 9, 17
OK, MORE_PROCESSING, LOGON_FAILURE = 0, 0xC0000016, 0xC000006D
_DIALECT = 0x0302
_HEADER_BYTES = 64
_CONTEXT_NAME = b"hubP"
_MOST_BYTES = 1 << 23
_WINDOWS_EPOCH_S = 11_644_473_600
_NTLM = b"NTLMSSP\x00"
_NTLM_FLAGS = 0x00088201
"""Unicode, NTLM, always sign, extended session security."""
AUTHENTICATE_BYTES = 200
_MOST_NAME = 20


class Place(NamedTuple):
    """Where a message belongs: its number, tree and session, and whether the server says it."""

    number: int
    tree: int = 0
    session: int = 0
    answer: bool = False


def framed(place: Place, command: int, body: bytes, status: int = OK) -> bytes:
    """A message behind the length that the transport wants."""
    head = struct.pack(
        "<4sHHIHHIIQIIQ16s", b"\xfeSMB", _HEADER_BYTES, 1, status, command, 1, int(place.answer), 0, place.number, 0,
        place.tree, place.session, bytes(16),
    )  # fmt: skip
    return (_HEADER_BYTES + len(body)).to_bytes(4, "big") + head + body


def failed(filler: bytes = b"") -> bytes:
    """What an error says."""
    return struct.pack("<HBBIB", 9, 0, 0, len(filler) + 1, 0) + filler


def negotiate(guid: bytes) -> bytes:
    """The dialect that the client speaks."""
    return struct.pack("<HHHHI16sQH", 36, 1, 1, 0, 0, guid, 0, _DIALECT)


def negotiated(guid: bytes, epoch_us: int) -> bytes:
    """The dialect chosen, and how much the server takes at once."""
    now = (epoch_us + _WINDOWS_EPOCH_S * 1_000_000) * 10
    sizes = (_MOST_BYTES, _MOST_BYTES, _MOST_BYTES)
    return struct.pack("<HHHH16sIIIIQQHHI", 65, 1, _DIALECT, 0, guid, 0, *sizes, now, 0, 128, 0, 0)


def set_up(token: bytes) -> bytes:
    """A client's step of logging in."""
    return struct.pack("<HBBIIHHQ", 25, 0, 1, 0, 0, 88, len(token), 0) + token


def set_up_answer(token: bytes) -> bytes:
    """The server's step."""
    return struct.pack("<HHHH", 9, 0, 72, len(token)) + (token or b"\x00")


def ntlm_negotiate() -> bytes:
    """What the client offers."""
    return _NTLM + struct.pack("<IIQQ", 1, _NTLM_FLAGS, 0, 0)


def ntlm_challenge(nonce: bytes) -> bytes:
    """The eight bytes to be proven upon."""
    return _NTLM + struct.pack("<IHHII8sQHHI", 2, 0, 0, 48, _NTLM_FLAGS, nonce, 0, 0, 0, 48)


def ntlm_authenticate(user: str, host: str, proof: bytes) -> bytes:
    """Who it is, with the proof of 48 bytes; always of the same size."""
    head, texts = 64, [name[:_MOST_NAME].encode("utf-16-le") for name in ("", user, host)]
    fields, at, payload = [], head, b""
    for part in (proof[:24], proof[24:48], *texts, b""):
        fields.append(struct.pack("<HHI", len(part), len(part), at))
        payload += part
        at += len(part)
    return (_NTLM + struct.pack("<I", 3) + b"".join(fields) + struct.pack("<I", _NTLM_FLAGS) + payload).ljust(
        AUTHENTICATE_BYTES, b"\x00"
    )


def tree_connect(path: str) -> bytes:
    """Ask for a share."""
    name = path.encode("utf-16-le")
    return struct.pack("<HHHH", 9, 0, 72, len(name)) + name


def tree_connected() -> bytes:
    """A disk, with every right."""
    return struct.pack("<HBBIII", 16, 1, 0, 0, 0, 0x001F01FF)


def create(name: str, filler: bytes) -> bytes:
    """Open or make a file; *filler* rides in a create context."""
    text = name.encode("utf-16-le") or b"\x00\x00"
    padded = text.ljust(-(-len(text) // 8) * 8, b"\x00")
    context = _context(filler)
    head = struct.pack(
        "<HBBIQQIIIIIHHII", 57, 0, 0, 2, 0, 0, 0x0012019F, 0x80, 7, 3, 0, 120, len(name.encode("utf-16-le")),
        120 + len(padded), len(context),
    )  # fmt: skip
    return head + padded + context


def created(file: bytes, size: int, filler: bytes) -> bytes:
    """The handle of an open file, with its size."""
    context = _context(filler)
    return struct.pack(
        "<HBBIQQQQQQII16sII", 89, 0, 0, 1, 0, 0, 0, 0, size, size, 0x80, 0, file, 152, len(context)
    ) + context  # fmt: skip


def read(file: bytes, size: int) -> bytes:
    """Ask for *size* bytes."""
    return struct.pack("<HBBIQ16sIIIHHB", 49, 0x50, 0, size, 0, file, 0, 0, 0, 0, 0, 0)


def read_answer(content: bytes) -> bytes:
    """The bytes read."""
    return struct.pack("<HBBIII", 17, 80, 0, len(content), 0, 0) + content


def write(file: bytes, content: bytes) -> bytes:
    """Bytes to be written."""
    return struct.pack("<HHIQ16sIIHHI", 49, 112, len(content), 0, file, 0, 0, 0, 0, 0) + content


def written(size: int) -> bytes:
    """How many were."""
    return struct.pack("<HHIIHH", 17, 0, size, 0, 0, 0)


def rename(file: bytes, name: str) -> bytes:
    """Give the file another name."""
    text = name.encode("utf-16-le")
    return _set_info(file, 10, struct.pack("<BBHIQI", 0, 0, 0, 0, 0, len(text)) + text)


def delete(file: bytes) -> bytes:
    """Remove the file when it is closed."""
    return _set_info(file, 13, b"\x01")


def info_set() -> bytes:
    """Done."""
    return struct.pack("<H", 2)


def _set_info(file: bytes, kind: int, content: bytes) -> bytes:
    return struct.pack("<HBBIHHI16s", 33, 1, kind, len(content), 96, 0, 0, file) + content


def _context(filler: bytes) -> bytes:
    return struct.pack("<IHHHHI4sI", 0, 16, 4, 0, 24, len(filler), _CONTEXT_NAME, 0) + filler
