"""The hub's own name server, which also tells the time.

Sources: RFC 1035 (DNS; NXDOMAIN is response code 3), RFC 5905 (NTP).
"""

from __future__ import annotations

from twin.devices.base import Device
from twin.net.message import Message, Reply


class DnsResolver(Device):
    """The internal resolver and time server."""

    function = "identity"
    purdue_level = 3
    switch = "sw-server"
    vendor = "deskline"
    services = ("dns", "ntp")
    traits = {"default_credentials": False, "physical_port": False}

    def handle(self, message: Message) -> Reply:
        """Names that end in ``.invalid`` do not exist (RFC 6761); all others do."""
        return Reply("delivered", "NXDOMAIN" if message.object.endswith(".invalid") else "ok")
