"""Handshakes: what a host says about itself in clear text, read from the bytes that it sends.

A DHCP request names its sender, the maker's software (vendor class) and the options asked for, whose order is a
fingerprint. A TLS hello has a fingerprint too (JA4) and names the server that is wanted. The bytes are those that an
export of the same conversation writes; encrypted parts are not opened. An import has only rows, and nobody knows the
bytes that somebody else's hosts sent: nothing is read of one.

Sources: RFC 2132, options 12, 55 and 60; RFC 8446, section 4.1.2; JA4 (FoxIO); RFC 6066, section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from typing import Any

from twin.lab.exporters.parts.capture import protocol_of
from twin.lab.exporters.parts.conversation import Conversation
from twin.lab.exporters.parts.ends import said_of
from twin.lab.questions import ask
from twin.lab.recording import IMPORT_FILE, Recording
from twin.net.wire.ja4 import ja4

_FIRST = """
select * from flow where service in ('dhcp', 'https') and state = 'SF'
qualify row_number() over (partition by src, dst, service order by time, flow) = 1 order by time, flow
"""
"""One conversation of each host with each peer."""
_OPTIONS_AT = 240
"""Bytes before the options of a DHCP message."""
_HOST_NAME, _PARAMETERS, _VENDOR_CLASS, _END, _PAD = 12, 55, 60, 255, 0
_CLIENT_HELLO = b"\x16\x03"


@dataclass(frozen=True)
class Handshake:
    """What a host said about itself, empty where it said nothing.

    DHCP host name, vendor class and parameter list; JA4 of its hello, and the servers that it named in one.
    """

    host_name: str = ""
    vendor_class: str = ""
    parameters: tuple[int, ...] = ()
    ja4: str = ""
    server_names: tuple[str, ...] = ()


UNSAID = Handshake()
"""Of a host that said nothing."""


def has_handshakes(recording: Recording) -> bool:
    """Whether the bytes of *recording* are known: it is a run of the lab, and no import."""
    return not (isinstance(recording.source, Path) and (recording.source / IMPORT_FILE).is_file())


def handshakes(recording: Recording) -> dict[str, Handshake]:
    """What each host of *recording* said about itself, by name in the log; nothing where its bytes are not known."""
    found: dict[str, Handshake] = {}
    if not has_handshakes(recording):
        return found
    for conversation in _first_of_each(recording):
        name = conversation.src.name
        known = found.get(name, UNSAID)
        request, _ = protocol_of(conversation.service, conversation.transport).exchange(said_of(conversation))
        read = _from_dhcp if conversation.service == "dhcp" else _from_tls
        found[name] = read(known, request, conversation)
    return found


def _first_of_each(recording: Recording) -> Iterator[Conversation]:
    for row in ask(recording, _FIRST).to_pylist():
        src, dst = recording.by_name.get(row["src"]), recording.by_name.get(row["dst"])
        if src is None or dst is None or not src.address or not dst.address:
            continue
        time_us, value = row.pop("time"), row.pop("value")
        known: dict[str, Any] = {**row, "src": src, "dst": dst, "value": None if isnan(value) else value}
        yield Conversation(time_us=time_us, epoch_us=recording.epoch_us(time_us), **known)


def _from_dhcp(known: Handshake, request: bytes, _conversation: Conversation) -> Handshake:
    options = dhcp_options(request)
    return replace(
        known,
        host_name=_text(options.get(_HOST_NAME, b"")),
        vendor_class=_text(options.get(_VENDOR_CLASS, b"")),
        parameters=tuple(options.get(_PARAMETERS, b"")),
    )


def _from_tls(known: Handshake, request: bytes, conversation: Conversation) -> Handshake:
    if not request.startswith(_CLIENT_HELLO):
        return known
    names = dict.fromkeys([*known.server_names, said_of(conversation).host])
    length = 5 + int.from_bytes(request[3:5], "big")
    return replace(known, ja4=known.ja4 or ja4(request[:length]), server_names=tuple(names))


def dhcp_options(message: bytes) -> Mapping[int, bytes]:
    """Options of a DHCP *message* by number; what is cut short ends the list."""
    found: dict[int, bytes] = {}
    at = _OPTIONS_AT
    while at + 1 < len(message) and message[at] != _END:
        if message[at] == _PAD:
            at += 1
            continue
        length = message[at + 1]
        found[message[at]] = message[at + 2 : at + 2 + length]
        at += 2 + length
    return found


def _text(octets: bytes) -> str:
    return octets.decode("ascii", errors="replace")
