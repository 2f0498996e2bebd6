"""An office computer: names, tickets, files and the warehouse system, all day long.

Sources: RFC 4120 (Kerberos), RFC 4511 (LDAP), MS-SMB2 for what a domain member does; rates are judgements.
"""

from __future__ import annotations

from twin.devices.base import LEASE, NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import DESKTOP
from twin.net.inventory import Need


class Workstation(Device):
    """An office workstation in the domain."""

    function = "office"
    purdue_level = 4
    switch = "sw-office"
    vendor = "deskline"
    services = ("rdp", "smb")
    needs = (
        LEASE,
        NAME_LOOKUP,
        TIME_SYNC,
        Need("domain_controller", "kerberos", "tickets", every_s=900, bytes_out=1_500, bytes_in=1_600, verbs=("TGS",)),
        Need(
            "domain_controller",
            "ldap",
            "directory look-ups",
            every_s=600,
            bytes_out=400,
            bytes_in=2_500,
            verbs=("search",),
        ),
        Need(
            "domain_controller",
            "smb",
            "group policy and scripts",
            every_s=1800,
            bytes_out=2_000,
            bytes_in=30_000,
            verbs=("read",),
            object="sysvol",
        ),
        Need(
            "printer",
            "mdns",
            "a printer near by",
            every_s=3_600,
            bytes_out=60,
            bytes_in=200,
            verbs=("PTR",),
            object="_ipp._tcp.local",
        ),
        Need("wms", "https", "orders and stock", every_s=30, bytes_out=1_200, bytes_in=9_000),
        Need("web-portal", "https", "carriers and customers", every_s=90, bytes_out=2_500, bytes_in=60_000),
    )
    in_domain = True
    characteristics = DESKTOP
    traits = {"default_credentials": False, "physical_port": True, "cached_admin": True}
