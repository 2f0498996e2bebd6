"""A sensor on a serial bus: no address of its own, read by its gateway, never patched, trusted by everybody.

Sources: Modbus over Serial Line V1.02 (how it is read); the measuring errors are in :mod:`twin.plant.sensors`.
"""

from __future__ import annotations

from twin.devices.base import Device


class Sensor(Device):
    """A sensor that a gateway polls over a serial bus."""

    function = "cold_chain"
    purdue_level = 0
    switch = "bus"
    vendor = "probeworks"
    on_bus = True
    traits = {
        "default_credentials": False,
        "physical_port": True,
    }
