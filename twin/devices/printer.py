"""A label and document printer: in everybody's way, in nobody's inventory.

It reads the addresses for its labels out of the warehouse system's database, and somebody gave its account the right to
write there as well (trait ``over_privileged``), because that was the quickest way to make it work.

Sources: IEC 62443-3-3 SR 2.1 RE 1 (least privilege of software processes) for what the account lacks; traits and rates
are judgements.
"""

from __future__ import annotations

from twin.devices.base import LEASE, NAME_LOOKUP, Device
from twin.devices.parts.characteristics import THING
from twin.net.inventory import Need


class Printer(Device):
    """A printer that answers to a web page and to SNMP."""

    function = "office"
    purdue_level = 4
    switch = "sw-office"
    vendor = "inkwell"
    services = ("http", "snmp", "mdns")
    needs = (
        LEASE,
        NAME_LOOKUP,
        Need(
            "wms", "sql", "addresses for labels", every_s=60, bytes_out=600, bytes_in=4_000, verbs=("SELECT",),
            object="orders",
        ),
    )  # fmt: skip
    characteristics = THING
    traits = {
        "default_credentials": True,
        "physical_port": True,
        "over_privileged": True,
    }
