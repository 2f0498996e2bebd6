"""DNS: names into addresses.

A resolver answers with records or with a code. Answers leave the hub for whichever resolver a device was told to
ask, which is why a device that asks a foreign one stands out.

The four fields and the user: verb is the type asked for, object the name, status the response code (``ok`` is
NOERROR), value the time to live of the first answer in seconds.

Sources: RFC 1035 (messages, types, codes); RFC 3596 (AAAA); Zeek dns.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Dns(Protocol):
    """DNS: names into addresses."""

    port = 53
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "qtype_name",
        "object": "query",
        "status": "rcode_name",
        "value": "TTLs",
    }
    verbs = ("A", "AAAA", "PTR", "SRV", "TXT")
