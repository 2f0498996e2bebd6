"""TLS 1.3 as everybody on the way sees it: two hellos in clear text, then records of ciphertext.

Devices open the same session again and again, so they resume it with a pre-shared key and no certificate crosses the
wire; even at the first time it would be ciphertext:

1. ClientHello (server name, key share, cipher list, application protocol, pre-shared key);
2. ServerHello, ChangeCipherSpec, encrypted extensions and Finished;
3. ChangeCipherSpec, the client's Finished, then application data in both directions.

Ciphertext is filler: nobody, an inspection point included, can decrypt it. What an inspection point read is in the
logs that name the conversation.

Sources: RFC 8446 (sections 4.1.3, 5.1, 5.2 and D.4; B.4 for cipher suites).
"""

from __future__ import annotations

from twin.net.segments import MTU_PAYLOAD
from twin.net.wire.filler import pieces
from twin.net.wire.hello import BYTES as CLIENT_HELLO_BYTES
from twin.net.wire.hello import X25519, client_hello, extension, handshake, header, long, short
from twin.net.wire.said import Said
from twin.net.wire.stacks import KEY_SHARE, VERSIONS

CIPHER = 0x1301
"""TLS_AES_128_GCM_SHA256: what every client offers, and every server takes."""
CIPHER_NAME = "TLS_AES_128_GCM_SHA256"
LEAST_RECORD = 22
"""Header, one byte, its content type and the tag: an encrypted record with something in it."""
APPLICATION_DATA = 23
_PSK = 41
_FINISHED_BYTES = 58
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
    request = client_hello(said, alpn) + finished + records(said, "client", out, MTU_PAYLOAD - _FINISH, LEAST_RECORD)
    return request, server_flight(said) + records(said, "server", into, MTU_PAYLOAD, LEAST_RECORD)


def server_flight(said: Said) -> bytes:
    """ServerHello, ChangeCipherSpec, and one record with the encrypted rest of the handshake."""
    share = X25519.to_bytes(2, "big") + long(said.noise("server key", 32))
    extensions = extension(VERSIONS, b"\x03\x04") + extension(KEY_SHARE, share) + extension(_PSK, b"\x00\x00")
    body = b"\x03\x03" + said.noise("server random", 32) + short(said.noise("session", 32))
    hello = handshake(2, body + CIPHER.to_bytes(2, "big") + b"\x00" + long(extensions))
    return hello + CHANGE_CIPHER_SPEC + _encrypted(said, "server finished", _SERVER_FLIGHT_RECORD)


def records(said: Said, side: str, size: int, room: int, least: int) -> bytes:
    """Application data of *size* bytes in records from *least* on that end where segments do; *room* in the first."""
    cipher, at, found = said.noise(side, size), 0, []
    for piece in pieces(size, room, MTU_PAYLOAD, least):
        found.append(header(APPLICATION_DATA, piece - 5) + cipher[at : at + piece - 5])
        at += piece
    return b"".join(found)


def _encrypted(said: Said, purpose: str, size: int) -> bytes:
    return header(APPLICATION_DATA, size - 5) + said.noise(purpose, size - 5)
