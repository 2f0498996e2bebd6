"""The contractor: a firm outside that looks after the cooling, and has an account on the maintenance station.

The account is real, the way in is open because somebody needs it, and the password is known to more people than anybody
counted. Which hour is usual for it nobody wrote down.

Sources: ATT&CK for ICS T0822 (External Remote Services); NIST SP 800-82 r3, section 6.2.1 (remote access of vendors);
the retailer that was entered through its refrigeration contractor, US Senate Committee on Commerce, A "Kill Chain"
Analysis of the 2013 Target Data Breach (2014).
"""

from __future__ import annotations

from twin.devices.base import Device
from twin.devices.parts.characteristics import ELSEWHERE
from twin.net.inventory import Need


class Contractor(Device):
    """The computer of a firm outside that maintains the cooling from afar."""

    function = "internet"
    purdue_level = 5
    switch = "internet"
    vendor = "various"
    outside = True
    needs = (
        Need(
            "maintenance_station", "rdp", "looking after the cooling from afar", bytes_out=40_000, bytes_in=400_000,
            verbs=("login", "session"),
        ),
    )  # fmt: skip
    characteristics = ELSEWHERE
    traits = {"default_credentials": False, "physical_port": False}
