"""The recorder of the cameras.

Sources: RTSP (RFC 7826).
"""

from __future__ import annotations

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device


class Nvr(Device):
    """A network video recorder: it receives and keeps streams."""

    function = "video"
    purdue_level = 3
    switch = "sw-security"
    vendor = "lenscape"
    services = ("rtsp", "http", "https")
    needs = (NAME_LOOKUP, TIME_SYNC)
    traits = {"default_credentials": False, "physical_port": False}
