"""NTP: what time it is.

Clocks of controllers and logs depend on it; a client asks every minute or so.

The four fields and the user: verb is the mode, object the reference of the server, value the offset told in
seconds.

Sources: RFC 5905 (modes, fields); Zeek ntp.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Ntp(Protocol):
    """NTP: what time it is."""

    port = 123
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {"verb": "mode", "object": "ref_id", "status": "stratum", "value": "offset"}
    verbs = ("client", "server", "control")
