"""The historian: it keeps every reading of the cold rooms, for people and for auditors.

Sources: ISA-95 level 3; rates are judgements.
"""

from __future__ import annotations

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.net.inventory import Need


class Historian(Device):
    """A store of readings, subscribed to the cold chain's broker."""

    function = "business"
    purdue_level = 3
    switch = "sw-server"
    vendor = "plantsoft"
    services = ("sql", "https")
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need(
            "broker-ot", "mqtt", "subscription to readings", every_s=60, bytes_out=120, bytes_in=300, verbs=("PINGREQ",)
        ),
    )
    traits = {"default_credentials": False, "physical_port": False}
