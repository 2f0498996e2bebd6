"""A vendor's service on the internet.

Sources: none; what the hub sends there is on the device kinds that need it.
"""

from __future__ import annotations

from twin.devices.base import Device
from twin.devices.parts.characteristics import ELSEWHERE


class VendorCloud(Device):
    """Somebody else's computer that a device insists on."""

    function = "internet"
    purdue_level = 5
    switch = "internet"
    vendor = "various"
    outside = True
    services = ("https", "http")
    needs = ()
    characteristics = ELSEWHERE
    traits = {"default_credentials": False, "physical_port": False}
