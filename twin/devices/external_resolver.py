"""A public name server on the internet: useful, and not ours.

Sources: RFC 1035; RFC 8499 (terms).
"""

from __future__ import annotations

from twin.devices.base import Device
from twin.devices.parts.characteristics import ELSEWHERE
from twin.net.message import Message, Reply


class ExternalResolver(Device):
    """A resolver outside the hub."""

    function = "internet"
    purdue_level = 5
    switch = "internet"
    vendor = "various"
    outside = True
    services = ("dns",)
    needs = ()
    characteristics = ELSEWHERE
    traits = {"default_credentials": False, "physical_port": False}

    def handle(self, message: Message) -> Reply:
        """Every name that an attacker makes up is unknown here too."""
        return Reply("delivered", "NXDOMAIN" if message.object.endswith(".invalid") else "ok")
