"""A label and document printer: in everybody's way, in nobody's inventory.

Sources: none beyond common practice; traits are judgements.
"""

from __future__ import annotations

from twin.devices.base import NAME_LOOKUP, Device


class Printer(Device):
    """A printer that answers to a web page and to SNMP."""

    function = "office"
    purdue_level = 4
    switch = "sw-office"
    vendor = "inkwell"
    services = ("http", "snmp")
    needs = (NAME_LOOKUP,)
    traits = {
        "default_credentials": True,
        "physical_port": True,
    }
