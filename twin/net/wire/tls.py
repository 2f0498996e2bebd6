"""TLS 1.3 as everybody on the way sees it: two hellos in clear text, then records of ciphertext.

Devices open the same session again and again, so they resume it with a pre-shared key and no certificate crosses the
wire. The client's hello is padded to one size, so that names do not change the length of the flight:

1. ClientHello (server name, key share, cipher list, application protocol, pre-shared key);
2. ServerHello, ChangeCipherSpec, encrypted extensions and Finished;
3. ChangeCipherSpec, the client's Finished, then application data in both directions.

Ciphertext is filler: nobody, an inspection point included, can decrypt it. What an inspection point read is in the
logs that name the conversation.

Sources: RFC 8446 (sections 4.1.2, 4.1.3, 4.2, 5.1, 5.2 and D.4); RFC 6066 section 3 (server name); RFC 7301 (ALPN);
RFC 7685 (padding); RFC 8446 B.4 (cipher suites).
"""

from __future__ import annotations

from twin.net.segments import MTU_PAYLOAD
from twin.net.wire.filler import pieces
from twin.net.wire.said import Said

CIPHER = 0x1301
"""TLS_AES_128_GCM_SHA256: what every device offers first, and every server takes."""
CIPHERS = (0x1301, 0x1302, 0x1303)
X25519 = 0x001D
CLIENT_HELLO_BYTES = 400
"""Record of the ClientHello, padded."""
LEAST_RECORD = 22
"""Header, one byte, its content type and the tag: an encrypted record with something in it."""
HANDSHAKE, APPLICATION_DATA = 22, 23
_SERVER_NAME, _GROUPS, _SIGNATURES, _ALPN, _PADDING, _PSK, _VERSIONS, _PSK_MODES, _KEY_SHARE = (
    0, 10, 13, 16, 21, 41, 43, 45, 51,
)  # fmt: skip
_TICKET_BYTES, _BINDER_BYTES, _FINISHED_BYTES = 48, 32, 58
CHANGE_CIPHER_SPEC = b"\x14\x03\x03\x00\x01\x01"
_SERVER_FLIGHT_RECORD = 86
SERVER_HELLO_BYTES = 133 + len(CHANGE_CIPHER_SPEC) + _SERVER_FLIGHT_RECORD
"""The server's first flight: hello, change cipher spec, encrypted extensions with Finished."""
OPENING = (CLIENT_HELLO_BYTES, SERVER_HELLO_BYTES)
_FINISH = len(CHANGE_CIPHER_SPEC) + _FINISHED_BYTES


def session(said: Said, alpn: str) -> tuple[bytes, bytes]:
    """Both directions of a resumed session; sizes below the least possible become it."""
    out = max(said.bytes_out - CLIENT_HELLO_BYTES - _FINISH, LEAST_RECORD)
    into = max(said.bytes_in - SERVER_HELLO_BYTES, LEAST_RECORD)
    finished = CHANGE_CIPHER_SPEC + _encrypted(said, "client finished", _FINISHED_BYTES)
    request = client_hello(said, alpn) + finished + records(said, "client", out, MTU_PAYLOAD - _FINISH)
    return request, server_flight(said) + records(said, "server", into, MTU_PAYLOAD)


def client_hello(said: Said, alpn: str) -> bytes:
    """The record with the ClientHello, padded to :data:`CLIENT_HELLO_BYTES`."""
    host, protocol = said.dst.encode(errors="replace"), alpn.encode()
    head = b"\x03\x03" + said.noise("client random", 32) + _short(said.noise("session", 32))
    head += _long(b"".join(suite.to_bytes(2, "big") for suite in CIPHERS)) + b"\x01\x00"
    extensions = b"".join(
        (
            _extension(_SERVER_NAME, _long(b"\x00" + _long(host))),
            _extension(_GROUPS, _long(X25519.to_bytes(2, "big"))),
            _extension(_SIGNATURES, _long(b"\x04\x03\x08\x04")),
            _extension(_ALPN, _long(_short(protocol))) if protocol else b"",
            _extension(_VERSIONS, b"\x02\x03\x04"),
            _extension(_PSK_MODES, b"\x01\x01"),
            _extension(_KEY_SHARE, _long(X25519.to_bytes(2, "big") + _long(said.noise("client key", 32)))),
        )
    )
    identity = _long(_long(said.noise("ticket", _TICKET_BYTES)) + said.noise("age", 4))
    last = _extension(_PSK, identity + _long(_short(said.noise("binder", _BINDER_BYTES))))
    room = CLIENT_HELLO_BYTES - 9 - len(head) - 2 - len(extensions) - len(last) - 4
    return _handshake(1, head + _long(extensions + _extension(_PADDING, bytes(max(room, 0))) + last))


def server_flight(said: Said) -> bytes:
    """ServerHello, ChangeCipherSpec, and one record with the encrypted rest of the handshake."""
    share = X25519.to_bytes(2, "big") + _long(said.noise("server key", 32))
    extensions = _extension(_VERSIONS, b"\x03\x04") + _extension(_KEY_SHARE, share) + _extension(_PSK, b"\x00\x00")
    body = b"\x03\x03" + said.noise("server random", 32) + _short(said.noise("session", 32))
    hello = _handshake(2, body + CIPHER.to_bytes(2, "big") + b"\x00" + _long(extensions))
    return hello + CHANGE_CIPHER_SPEC + _encrypted(said, "server finished", _SERVER_FLIGHT_RECORD)


def records(said: Said, side: str, size: int, room: int) -> bytes:
    """Application data of *size* bytes in records that end where segments do; *room* is left in the first."""
    cipher, at, found = said.noise(side, size), 0, []
    for piece in pieces(size, room, MTU_PAYLOAD, LEAST_RECORD):
        found.append(_header(APPLICATION_DATA, piece - 5) + cipher[at : at + piece - 5])
        at += piece
    return b"".join(found)


def _encrypted(said: Said, purpose: str, size: int) -> bytes:
    return _header(APPLICATION_DATA, size - 5) + said.noise(purpose, size - 5)


def _handshake(kind: int, body: bytes) -> bytes:
    return _header(HANDSHAKE, len(body) + 4) + bytes((kind,)) + len(body).to_bytes(3, "big") + body


def _header(kind: int, size: int) -> bytes:
    return bytes((kind, 3, 3)) + size.to_bytes(2, "big")


def _extension(kind: int, body: bytes) -> bytes:
    return kind.to_bytes(2, "big") + _long(body)


def _short(body: bytes) -> bytes:
    return bytes((len(body),)) + body


def _long(body: bytes) -> bytes:
    return len(body).to_bytes(2, "big") + body
