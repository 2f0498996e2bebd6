"""Stacks: how each maker's network software gives itself away, in what it asks for and in which order.

No two programs write the same ClientHello, and no two DHCP clients ask for the same options in the same order. A
passive observer tells makers apart by both without reading a word of what is said: that is what JA4 and DHCP
fingerprints are. Each maker of the lab has a stack of its own here; makers that are not listed get one by their name,
which never equals a listed one.

The lists follow the habits of kinds of software (a desktop system, a general-purpose library on Linux, small libraries
of embedded systems, old ones that stop at TLS 1.2); the makers are invented.

Sources: RFC 8446 B.4 and the IANA TLS registries (cipher suites, extensions, groups, signature schemes); RFC 2132
section 9.8 and 9.13 (parameter request list, vendor class); the idea of telling systems apart by them: JA4 (FoxIO) and
Fingerbank. The assignment to the lab's makers is a judgement.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from twin.net.wire.filler import noise

SERVER_NAME, STATUS, GROUPS, POINTS, SIGNATURES, ALPN, TIMESTAMPS = 0, 5, 10, 11, 13, 16, 18
ENCRYPT_THEN_MAC, MASTER_SECRET, TICKET, VERSIONS, PSK_MODES, KEY_SHARE, RENEGOTIATION = 22, 23, 35, 43, 45, 51, 0xFF01
"""Extensions of a ClientHello."""


class Stack(NamedTuple):
    """One maker's network software.

    ``suites`` are the cipher suites in order of preference (those of TLS 1.3 begin with 0x13), ``extensions`` those of
    the hello in their order, ``groups`` and ``signatures`` what two of them say; ``system`` is the DHCP vendor class
    and ``asks`` the DHCP parameter request list.
    """

    suites: tuple[int, ...]
    extensions: tuple[int, ...]
    groups: tuple[int, ...]
    signatures: tuple[int, ...]
    system: str
    asks: tuple[int, ...]


_THREE = (0x1302, 0x1303, 0x1301)
_GCM = (0xC02C, 0xC030, 0xC02B, 0xC02F)
_CHACHA = (0xCCA9, 0xCCA8)
_CBC_SHA2 = (0xC024, 0xC028, 0xC023, 0xC027)
_CBC_SHA = (0xC00A, 0xC014, 0xC009, 0xC013)
_PLAIN_RSA = (0x009D, 0x009C, 0x0035, 0x002F)
_PSS, _PKCS = (0x0804, 0x0805, 0x0806), (0x0401, 0x0501, 0x0601)
_ECDSA = (0x0403, 0x0503, 0x0603)
_LAST = (VERSIONS, PSK_MODES, KEY_SHARE)

STACKS: dict[str, Stack] = {
    "brewtech": Stack(
        (0x1301, 0xC02F, 0xC013, *_PLAIN_RSA[1:]),
        (SERVER_NAME, GROUPS, POINTS, SIGNATURES, ALPN, RENEGOTIATION, *_LAST),
        (29, 23), (0x0403, 0x0401, 0x0201), "udhcp 1.24.2", (1, 3, 6, 12, 15, 28, 42),
    ),
    "cellwright": Stack(
        (*_THREE, *_GCM, *_PLAIN_RSA),
        (RENEGOTIATION, SERVER_NAME, POINTS, GROUPS, TICKET, MASTER_SECRET, SIGNATURES, ALPN, *_LAST),
        (29, 23, 24), (*_ECDSA[:2], *_PSS, *_PKCS), "cellwright-ap", (1, 3, 6, 15, 43, 138, 224),
    ),
    "climatix": Stack(
        (0x1301, 0x1302, 0x1303, 0xC02B, 0xC02C, 0xC02F, 0xC030, 0x009C),
        (MASTER_SECRET, SERVER_NAME, SIGNATURES, KEY_SHARE, PSK_MODES, VERSIONS, GROUPS, ALPN, RENEGOTIATION),
        (23, 24, 29), (0x0603, 0x0503, 0x0403, *_PSS, *_PKCS), "climatix-bac", (1, 3, 28, 6),
    ),
    "deskline": Stack(
        (0x1302, 0x1301, *_GCM, *_CBC_SHA2, *_CBC_SHA, 0x009D, 0x009C, 0x003D, 0x003C, 0x0035, 0x002F),
        (SERVER_NAME, STATUS, GROUPS, POINTS, SIGNATURES, TICKET, ALPN, MASTER_SECRET, *_LAST, RENEGOTIATION),
        (29, 23, 24), (0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203),
        "DESK 5.0", (1, 3, 6, 15, 31, 33, 43, 44, 46, 47, 119, 121, 249, 252),
    ),
    "fieldlink": Stack(
        (0x1301, 0x1302, 0x1303, *_GCM, 0xC0AC, 0xC0AD, *_PLAIN_RSA[:2]),
        (SERVER_NAME, *_LAST, GROUPS, SIGNATURES, ALPN, ENCRYPT_THEN_MAC, MASTER_SECRET, TICKET, RENEGOTIATION),
        (29, 23, 24, 30), (*_ECDSA, *_PSS, *_PKCS), "fieldlink-gw 3", (1, 3, 6, 15, 51, 54, 58, 59),
    ),
    "inkwell": Stack(
        (0x1301, *_GCM[1:], *_CBC_SHA[1:], *_PLAIN_RSA),
        (SERVER_NAME, POINTS, GROUPS, SIGNATURES, ALPN, TICKET, RENEGOTIATION, *_LAST),
        (23, 29, 24), (0x0403, *_PSS[:1], *_PKCS), "inkwell-jet", (6, 3, 1, 15, 66, 67, 13, 44, 12, 81, 252),
    ),
    "lenscape": Stack(
        (0x1302, 0x1301, *_GCM[2:], *_CBC_SHA2[2:], *_CBC_SHA[2:], *_PLAIN_RSA),
        (SERVER_NAME, POINTS, GROUPS, TICKET, SIGNATURES, ALPN, ENCRYPT_THEN_MAC, RENEGOTIATION, *_LAST),
        (23, 25, 24, 29), (*_PKCS, *_ECDSA, 0x0201), "lenscape-ipc", (1, 3, 6, 12, 15, 17, 28, 42),
    ),
    "plantsoft": Stack(
        (0xC02B, 0xC02F, 0xC02C, 0xC030, *_CHACHA, 0xC009, 0xC013, 0xC00A, 0xC014, 0x009C, 0x009D, 0x002F, *_THREE),
        (SERVER_NAME, STATUS, GROUPS, POINTS, SIGNATURES, RENEGOTIATION, ALPN, TIMESTAMPS, VERSIONS, KEY_SHARE,
         PSK_MODES, MASTER_SECRET),
        (29, 23, 24, 25), (0x0804, 0x0403, 0x0807, 0x0805, 0x0806, *_PKCS, 0x0503, 0x0603, 0x0201),
        "dhcpcd-9.4.1:Linux-5.15", (1, 121, 33, 3, 6, 12, 15, 26, 28, 42, 51, 54, 58, 59, 119),
    ),
    "robofleet": Stack(
        (*_THREE, *_GCM[:2], 0x009F, *_CHACHA, 0xCCAA, *_GCM[2:], 0x009E, *_CBC_SHA2, *_CBC_SHA, *_PLAIN_RSA, 0x00FF),
        (SERVER_NAME, POINTS, GROUPS, TICKET, ALPN, ENCRYPT_THEN_MAC, MASTER_SECRET, SIGNATURES, *_LAST),
        (29, 23, 30, 25, 24), (*_ECDSA, 0x0807, 0x0808, 0x0809, 0x080A, *_PSS, *_PKCS),
        "robofleet-amr", (1, 28, 2, 3, 15, 6, 119, 12, 44, 47, 26, 121, 42),
    ),
    "stockwise": Stack(
        (0x1302, 0x1301, 0x1303, *_GCM, *_CHACHA, 0x009F, 0x009E, *_CBC_SHA2, *_PLAIN_RSA[:2], 0x00FF),
        (SERVER_NAME, STATUS, GROUPS, POINTS, SIGNATURES, ALPN, MASTER_SECRET, TICKET, *_LAST),
        (29, 23, 24, 25), (*_ECDSA, *_PSS, *_PKCS, 0x0402, 0x0303, 0x0301),
        "anaconda-Linux 4.18", (1, 28, 2, 121, 15, 6, 12, 40, 41, 42, 26, 119, 3, 17),
    ),
}  # fmt: skip
"""Stack of each maker."""


@cache
def stack_of(maker: str) -> Stack:
    """The stack of *maker*: a general-purpose one, told from others by options, where it is not listed."""
    if maker in STACKS:
        return STACKS[maker]
    drawn = noise(0, f"stack/{maker}", 8)
    extra = tuple(200 + byte % 24 for byte in drawn[:3])  # site-specific options, RFC 3942: nobody listed asks for them
    kept = tuple(
        suite for bit, suite in enumerate((*_CBC_SHA2, *_CBC_SHA, *_CHACHA)) if drawn[3 + bit // 8] >> bit % 8 & 1
    )
    return Stack(
        (0x1301, 0x1303, 0x1302, *_GCM, *kept, *_PLAIN_RSA),
        (SERVER_NAME, MASTER_SECRET, RENEGOTIATION, GROUPS, POINTS, TICKET, ALPN, SIGNATURES, *_LAST),
        (29, 23, 24), (0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601),
        maker[:32] or "generic", (1, 3, 6, 15, *dict.fromkeys(extra)),
    )  # fmt: skip
