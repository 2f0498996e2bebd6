"""TLS 1.2 as everybody on the way sees it: the server's certificate in clear text, and one round trip more.

Appliances that are never updated stop here. They exchange keys by RSA, without forward secrecy, and resume nothing, so
the certificate crosses the wire with every conversation:

1. ClientHello;
2. ServerHello, Certificate, ServerHelloDone;
3. ClientKeyExchange, ChangeCipherSpec, Finished;
4. ChangeCipherSpec, Finished; then application data in both directions.

Sources: RFC 5246, sections 7.3 (flights), 7.4.1.3, 7.4.2, 7.4.5 and 7.4.7.1 (messages); RFC 5288 (AES-GCM: eight bytes
of nonce in each record); RFC 5746 (renegotiation indication); RFC 9325, section 4.1 (why not to do so).
"""

from __future__ import annotations

from twin.net.segments import MTU_PAYLOAD
from twin.net.wire.certificates import BYTES as CERTIFICATE_BYTES
from twin.net.wire.certificates import Certificate, certificate_of
from twin.net.wire.hello import BYTES as CLIENT_HELLO_BYTES
from twin.net.wire.hello import HANDSHAKE, client_hello, extension, handshake, header, long, short
from twin.net.wire.rsa import BITS
from twin.net.wire.said import Said
from twin.net.wire.stacks import RENEGOTIATION
from twin.net.wire.tls import CHANGE_CIPHER_SPEC, records

CIPHER = 0x009C
CIPHER_NAME = "TLS_RSA_WITH_AES_128_GCM_SHA256"
LEAST_RECORD = 30
"""Header, nonce, one byte and the tag."""
_HELLO_BYTES = 86
_SERVER_BYTES = _HELLO_BYTES + 15 + CERTIFICATE_BYTES + 9
_FINISHED_BYTES = 45
_KEY_BYTES = 11 + BITS // 8
_FINISH = len(CHANGE_CIPHER_SPEC) + _FINISHED_BYTES
OPENING = ((CLIENT_HELLO_BYTES, _SERVER_BYTES), (_KEY_BYTES + _FINISH, _FINISH))
"""Both turns of the handshake."""
LEAST_OUT = CLIENT_HELLO_BYTES + _KEY_BYTES + _FINISH + LEAST_RECORD
LEAST_IN = _SERVER_BYTES + _FINISH + LEAST_RECORD


def session(said: Said, alpn: str) -> tuple[bytes, bytes]:
    """Both directions of a session; sizes below the least possible become it."""
    out, into = (max(said.bytes_out - LEAST_OUT, 0), max(said.bytes_in - LEAST_IN, 0))
    request = (
        client_hello(said, alpn, resumed=False, old=bool(said.ends.tls[0])) + _key(said) + _finished(said, "client")
    )
    answer = _server_flight(said) + _finished(said, "server")
    return (
        request + records(said, "client", out + LEAST_RECORD, MTU_PAYLOAD, LEAST_RECORD),
        answer + records(said, "server", into + LEAST_RECORD, MTU_PAYLOAD, LEAST_RECORD),
    )


def shown_by(said: Said) -> Certificate:
    """The certificate that the server of a conversation shows."""
    return certificate_of(said.host, said.ends.maker, said.epoch_us, public=bool(said.ends.public_name))


def _server_flight(said: Said) -> bytes:
    """ServerHello with a session id of its own (the client's would resume), the certificate alone, and that is all."""
    body = b"\x03\x03" + said.noise("server random", 32) + short(said.noise("server session", 32))
    hello = handshake(2, body + CIPHER.to_bytes(2, "big") + b"\x00" + long(extension(RENEGOTIATION, b"\x00")))
    der = shown_by(said).der
    entry = len(der).to_bytes(3, "big") + der
    return hello + handshake(11, len(entry).to_bytes(3, "big") + entry) + handshake(14, b"")


def _key(said: Said) -> bytes:
    """The premaster secret under the server's key: below its modulus."""
    return handshake(16, long(b"\x00" + said.noise("premaster", BITS // 8 - 1)))


def _finished(said: Said, side: str) -> bytes:
    return (
        CHANGE_CIPHER_SPEC
        + header(HANDSHAKE, _FINISHED_BYTES - 5)
        + said.noise(f"{side} finished", _FINISHED_BYTES - 5)
    )
