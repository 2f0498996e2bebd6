"""The access point: the last metre of every robot's network, and a small computer on a ceiling.

Its radio cell is part of the wireless controller's link (``cell:wlc``), and so is its tunnel to the controller, which
ends in the switch: robots' flows are counted there and not a second time here. What is left is a device that somebody
must name, patch and watch.

Sources: RFC 5415 (CAPWAP, lightweight access points); IEEE 802.11 for the cell; what it offers (a web page, a shell,
SNMP) is the usual management of such devices, a judgement.
"""

from __future__ import annotations

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device


class AccessPoint(Device):
    """A wireless access point on the building's network, steered by the wireless controller."""

    function = "building"
    purdue_level = 2
    switch = "sw-floor"
    vendor = "cellwright"
    services = ("https", "ssh", "snmp")
    needs = (NAME_LOOKUP, TIME_SYNC)
    traits = {"default_credentials": False, "physical_port": True}
