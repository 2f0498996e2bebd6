"""The recorder of the cameras.

Sources: RTSP (RFC 7826).
"""

from __future__ import annotations

from twin.devices.base import LEASE, NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import APPLIANCE


class Nvr(Device):
    """A network video recorder: it receives and keeps streams."""

    function = "video"
    purdue_level = 3
    switch = "sw-security"
    vendor = "lenscape"
    services = ("rtsp", "http", "https")
    needs = (LEASE, NAME_LOOKUP, TIME_SYNC)
    shares_key = True
    characteristics = APPLIANCE
    traits = {"default_credentials": False, "physical_port": False, "tls": "1.2"}
