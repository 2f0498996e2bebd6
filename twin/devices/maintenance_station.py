"""The maintenance station: where technicians read and set the configuration of robots.

One of the two assets that may write to an AMR, which makes it worth more to an attacker than its size suggests.

Sources: IEC 62443-3-3 (engineering workstation as an asset of its own zone); rates are judgements.
"""

from __future__ import annotations

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.net.inventory import Need


class MaintenanceStation(Device):
    """A technician's station with rights on robots and controllers."""

    function = "engineering"
    purdue_level = 3
    switch = "sw-office"
    vendor = "deskline"
    services = ("rdp",)
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need(
            "function:robots",
            "robot_api",
            "diagnostics and settings of AMRs",
            every_s=3600,
            bytes_out=600,
            bytes_in=12_000,
            verbs=("read_config", "login", "write_config"),
        ),
        Need(
            "kind:hvac_controller",
            "http",
            "settings of controllers",
            every_s=3600,
            bytes_out=500,
            bytes_in=4_000,
            verbs=("GET",),
        ),
        Need("domain_controller", "kerberos", "tickets", every_s=900, bytes_out=1_500, bytes_in=1_600, verbs=("TGS",)),
    )
    traits = {"default_credentials": False, "physical_port": True}
