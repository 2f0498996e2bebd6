"""The domain controller: whoever holds it holds the office.

Sources: RFC 4120, RFC 4511, MS-SMB2.
"""

from __future__ import annotations

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device


class DomainController(Device):
    """The directory and ticket server of the domain."""

    function = "identity"
    purdue_level = 4
    switch = "sw-server"
    vendor = "deskline"
    services = ("kerberos", "ldap", "smb", "rdp")
    needs = (NAME_LOOKUP, TIME_SYNC)
    traits = {"default_credentials": False, "physical_port": False}
