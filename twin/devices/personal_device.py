"""Something that somebody brought along: a travel router, a speaker, a stick for the television.

It is in nobody's register and has no business here, so it declares no needs. It lies about, on the network and silent,
until a story lets it speak.

Sources: NIST SP 800-46 r2 (bring your own device); NIST IR 8259A for what such a device lacks; traits are judgements.
"""

from __future__ import annotations

from twin.devices.base import Device
from twin.devices.parts.characteristics import THING


class PersonalDevice(Device):
    """A private gadget on the hub's network."""

    function = "office"
    purdue_level = 4
    switch = "sw-office"
    vendor = "various"
    services = ("http",)
    characteristics = THING
    traits = {"default_credentials": True, "physical_port": True}
