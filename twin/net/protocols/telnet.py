"""Telnet: a shell in clear text.

Nothing in the hub needs it. Old devices offer it still, and whoever scans for them tries the makers' passwords.

The four fields and the user: verb is what the session does, object the command, status ``ok`` or the failure, user
the account.

Sources: RFC 854 (protocol); NIST SP 800-82 r3 (advice against it). Zeek has no log of it; the names follow its
ssh.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.filler import letters
from twin.net.wire.said import Said

_DO_ECHO, _WILL_ECHO, _DO_SGA, _WILL_SGA = (
    b"\xff" + pair for pair in (b"\xfd\x01", b"\xfb\x01", b"\xfd\x03", b"\xfb\x03")
)
_OPENING = (6, 15)
_PROMPT = b"\r\nlogin: "


class Telnet(Protocol):
    """Telnet: a shell in clear text."""

    port = 23
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "command",
        "object": "argument",
        "status": "auth_success",
        "user": "user",
    }
    verbs = ("login", "exec")
    writes = ("exec",)
    opening = (_OPENING,)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """Options, then a name (the password is not on record) and a command; the shell prints while there is room."""
        typed = f"{said.user}\r\n\r\n{said.object}\r\n".encode("ascii", "replace")
        told = b"\r\n$ " if said.ok else b"\r\nLogin incorrect\r\n"
        request = _DO_ECHO + _DO_SGA + _lines(said, "typed", typed, said.bytes_out - _OPENING[0])
        return request, _WILL_ECHO + _WILL_SGA + _PROMPT + _lines(said, "told", told, said.bytes_in - _OPENING[1])


def _lines(said: Said, side: str, text: bytes, size: int) -> bytes:
    """*text*, and letters after it up to *size* bytes."""
    return text + letters(said.flow, side, size - len(text))
