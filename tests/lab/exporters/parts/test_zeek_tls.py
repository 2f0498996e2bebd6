"""Zeek's lines about TLS: sessions and certificates."""

from __future__ import annotations

from dataclasses import replace

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.zeek_columns import Value
from twin.lab.exporters.parts.zeek_tls import SSL, X509, x509_row


def _session(*, old: bool) -> Conversation:
    c = next(each for each in conversations(recording()) if each.service == "https")
    return replace(c, src=replace(c.src, traits={"tls": "1.2"})) if old else c


def _line(c: Conversation) -> dict[str, Value]:
    return {field.name: field.fill(c) for field in SSL}


def test_a_session_of_today_has_a_name_and_a_fingerprint_and_no_certificate() -> None:
    """What is encrypted is unset."""
    line = _line(_session(old=False))
    assert (line["version"], line["server_name"], line["resumed"]) == ("TLSv13", "cloud.example", True)
    assert str(line["ja4"]).startswith("t13d")
    assert line["subject"] is line["issuer"] is line["cert_chain_fps"] is line["next_protocol"] is None
    assert x509_row(_session(old=False)) is None


def test_an_old_session_s_certificate_has_a_line_that_the_session_points_to() -> None:
    """By its SHA-256, as Zeek does."""
    line, row = _line(_session(old=True)), x509_row(_session(old=True))
    assert row is not None
    shown = dict(zip((column.name for column in X509), row, strict=True))
    assert line["cert_chain_fps"] == [shown["fingerprint"]]
    assert line["subject"] == shown["certificate.subject"] == "CN=cloud.example,O=cloud.example"
    assert line["issuer"] == shown["certificate.issuer"] == "CN=Example Public CA,O=Example Trust"
    assert (shown["certificate.key_length"], shown["san.dns"], line["version"]) == (2_048, ["cloud.example"], "TLSv12")
