"""An IP camera: a small Linux system with a lens, streaming to the recorder.

Sources: ONVIF and RTSP (RFC 7826) for what it speaks; the missing agent and the slow patches are the usual
comparison of IoT devices with ordinary endpoints (NIST IR 8259A).
"""

from __future__ import annotations

from twin.devices.base import LEASE, NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import THING
from twin.net.inventory import Need


class Camera(Device):
    """A camera; its stream goes to the recorder."""

    function = "video"
    purdue_level = 2
    switch = "sw-security"
    vendor = "lenscape"
    services = ("rtsp", "http", "ssh")
    needs = (
        LEASE,
        NAME_LOOKUP,
        TIME_SYNC,
        Need(
            "nvr",
            "rtsp",
            "recording",
            every_s=20,
            bytes_out=600_000,
            bytes_in=2_000,
            verbs=("RECORD",),
            object="stream-1",
        ),
    )
    shares_key = True
    characteristics = THING
    traits = {
        "default_credentials": False,
        "tls": "1.2",
        "physical_port": True,
    }
