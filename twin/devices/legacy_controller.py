"""The legacy controller: it ran the air curtains of the dock once, eight years ago, and nobody switched it off.

It is older than the register, its maker is gone, and its last update came in the box. It says nothing by itself, so no
listener ever met it; it answers whoever speaks to it, over protocols that ask nobody who they are. What it once drove
was taken down. What is left is a computer in the network of the cold chain, with a password that is in a manual.

Sources: NIST SP 800-82 r3, section 6.1 (assets that no inventory lists); CISA alert AA23-335A (controllers in use with
the factory password); the eight years are the project's example.
"""

from __future__ import annotations

from twin.devices.base import Device
from twin.devices.parts.characteristics import CONTROLLER


class LegacyController(Device):
    """A controller that everybody forgot: no updates, no register, no word of its own."""

    function = "cold_chain"
    purdue_level = 1
    switch = "sw-cold"
    vendor = "aerodyne"
    services = ("telnet", "bacnet", "http")
    characteristics = CONTROLLER
    traits = {"default_credentials": True, "physical_port": True, "tls": "1.2"}
