"""The domain controller: whoever holds it holds the office.

Everybody may search the directory; the whole of it with every password is for whoever is logged on as administrator.

Sources: RFC 4120, RFC 4511, MS-SMB2; MS-ADTS 3.1.1.3.4.1.3 (DirSync, and the right that it needs).
"""

from __future__ import annotations

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import SERVER
from twin.net.message import Message, Reply

REPLICATION = "dirsync"
"""What a search asks for that wants everything, passwords included."""


class DomainController(Device):
    """The directory and ticket server of the domain."""

    function = "identity"
    purdue_level = 4
    switch = "sw-server"
    vendor = "deskline"
    services = ("kerberos", "ldap", "smb", "rdp")
    needs = (NAME_LOOKUP, TIME_SYNC)
    in_domain = True
    characteristics = SERVER
    traits = {"default_credentials": False, "physical_port": False, "cached_admin": True}

    def handle(self, message: Message) -> Reply:
        """Searches are answered; a copy of everything is for whoever is logged on."""
        if message.object == REPLICATION and (message.src, message.dst) not in self.sessions:
            return Reply("delivered", "insufficientAccessRights")
        return super().handle(message)
