"""Zeek's logs of TLS: the sessions, and the certificates that were shown in clear text.

Sources: Zeek manual, script reference of SSL::Info and X509::Info (a certificate is logged once, under its SHA-256; the
letters of ``ssl_history``); the column ``ja4`` as the Zeek package of FoxIO names it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from twin.lab.exporters.parts.conversation import Conversation
from twin.lab.exporters.parts.handshakes import Handshake, handshake_of
from twin.lab.exporters.parts.zeek_columns import ENDS, Column, Field, Fill, Value, always
from twin.net.wire.certificates import Certificate
from twin.net.wire.rsa import BITS, EXPONENT

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HISTORY = {"1.3": "CsiI", "1.2": "CsxnGIi"}


def _seen(read: str) -> Fill:
    """A column that the handshake says."""
    return lambda c: getattr(handshake_of(c), read)


def _shown(c: Conversation) -> Certificate | None:
    handshake = handshake_of(c)
    return handshake.certificate if handshake else None


def _of_shown(kind: str) -> Fill:
    """A column about the certificate, if there is one."""

    def fill(c: Conversation) -> Value:
        shown = _shown(c)
        if shown is None:
            return None
        return {"subject": name(shown.subject), "issuer": name(shown.issuer), "print": [shown.digest("sha256")]}[kind]

    return fill


def _version(c: Conversation) -> str:
    return (handshake_of(c) or _NONE).version


_NONE = Handshake("", "", "", "", None)

SSL = (
    *ENDS,
    Field("version", "string", lambda c: "TLSv" + _version(c).replace(".", "")),
    Field("cipher", "string", _seen("cipher")),
    Field("curve", "string", lambda c: "x25519" if _version(c) == "1.3" else None),
    Field("server_name", "string", _seen("host")),
    Field("resumed", "bool", _seen("resumed")),
    Field("last_alert", "string", always(None)),
    Field("next_protocol", "string", always(None)),
    Field("established", "bool", lambda c: c.answered),
    Field("ssl_history", "string", lambda c: _HISTORY[_version(c)]),
    Field("cert_chain_fps", "vector[string]", _of_shown("print")),
    Field("sni_matches_cert", "bool", lambda c: True if _shown(c) else None),
    Field("subject", "string", _of_shown("subject")),
    Field("issuer", "string", _of_shown("issuer")),
    Field("ja4", "string", _seen("ja4")),
)

X509 = (
    Column("ts", "time"),
    Column("fingerprint", "string"),
    Column("certificate.version", "count"),
    Column("certificate.serial", "string"),
    Column("certificate.subject", "string"),
    Column("certificate.issuer", "string"),
    Column("certificate.not_valid_before", "time"),
    Column("certificate.not_valid_after", "time"),
    Column("certificate.key_alg", "string"),
    Column("certificate.sig_alg", "string"),
    Column("certificate.key_type", "string"),
    Column("certificate.key_length", "count"),
    Column("certificate.exponent", "string"),
    Column("san.dns", "vector[string]"),
    Column("basic_constraints.ca", "bool"),
    Column("host_cert", "bool"),
    Column("client_cert", "bool"),
)


def x509_row(c: Conversation) -> list[Value] | None:
    """The line about the certificate that the server of *c* showed; its second value is what it is known by."""
    shown = _shown(c)
    if shown is None:
        return None
    period = [(date - _EPOCH) // timedelta(microseconds=1) for date in (shown.begins, shown.ends)]
    return [
        c.epoch_us, shown.digest("sha256"), 3, shown.serial.hex().upper(), name(shown.subject), name(shown.issuer),
        *period, "rsaEncryption", "sha256WithRSAEncryption", "rsa", BITS, str(EXPONENT), [shown.host], False, True,
        False,
    ]  # fmt: skip


def name(parts: tuple[str, str]) -> str:
    """A distinguished name as Zeek writes it: the most specific part first."""
    return f"CN={parts[1]},O={parts[0]}"
