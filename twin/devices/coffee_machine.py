"""A smart coffee machine: a Linux system with a network stack and a milk nozzle.

Its maker wants orders of beans and telemetry in the cloud. It has no business with any server of the hub, which is what
makes a port scan from it so telling.

Sources: RFC 8520 for stating so; the needs are judgements.
"""

from __future__ import annotations

from dataclasses import replace

from twin.devices.base import LEASE, NAME_LOOKUP, Device
from twin.devices.parts.characteristics import THING
from twin.net.inventory import Need


class CoffeeMachine(Device):
    """A networked coffee machine in the executive breakroom."""

    function = "amenity"
    purdue_level = 4
    switch = "sw-breakroom"
    vendor = "brewtech"
    services = ("http",)
    needs = (
        LEASE,
        replace(NAME_LOOKUP, purpose="address of its cloud", object="coffee-cloud.example"),
        Need("coffee-cloud", "https", "telemetry and orders of beans", every_s=600, bytes_out=2_000, bytes_in=900),
    )
    characteristics = THING
    traits = {
        "default_credentials": True,
        "tls": "1.2",
        "physical_port": True,
    }
