"""The maintenance station: where technicians read and set the configuration of robots.

One of the two assets that may write to an AMR, which makes it worth more to an attacker than its size suggests.

Firms that look after something from afar have an account on it, and it is one account for all of their people.

Sources: IEC 62443-3-3 (engineering workstation as an asset of its own zone); rates are judgements.
"""

from __future__ import annotations

from collections.abc import Mapping

from twin.devices.base import LEASE, NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import DESKTOP
from twin.net.inventory import Need
from twin.net.message import Message

CONTRACTOR = "contractor"
CONTRACTOR_PASSWORD = "from-afar"  # noqa: S105 - the word that stands for what the firm's people know


class MaintenanceStation(Device):
    """A technician's station with rights on robots and controllers."""

    function = "engineering"
    purdue_level = 3
    switch = "sw-office"
    vendor = "deskline"
    services = ("rdp",)
    needs = (
        LEASE,
        NAME_LOOKUP,
        TIME_SYNC,
        Need(
            "function:robots",
            "robot_api",
            "diagnostics and settings of AMRs",
            every_s=3600,
            bytes_out=600,
            bytes_in=12_000,
            verbs=("read_config", "login", "write_config"),
        ),
        Need(
            "kind:conveyor",
            "modbus",
            "programs of conveyors",
            every_s=3600,
            bytes_out=12,
            bytes_in=14,
            verbs=("read_holding_registers", "write_multiple_registers"),
            object="400",
        ),
        Need(
            "kind:hvac_controller",
            "http",
            "settings of controllers",
            every_s=3600,
            bytes_out=500,
            bytes_in=4_000,
            verbs=("GET",),
        ),
        Need(
            "historian",
            "opcua",
            "trends of the cold rooms",
            every_s=60,
            bytes_out=1_200,
            bytes_in=600,
            verbs=("Read",),
            object="chill-1/air_c",
        ),
        Need("domain_controller", "kerberos", "tickets", every_s=900, bytes_out=1_500, bytes_in=1_600, verbs=("TGS",)),
    )
    in_domain = True
    characteristics = DESKTOP
    traits = {"default_credentials": False, "physical_port": True}

    def _opened_by(self, message: Message) -> str | None:
        """The contractor's account as well, over the remote desktop."""
        if message.secret == CONTRACTOR_PASSWORD and (message.service, message.user) != ("rdp", CONTRACTOR):
            return None
        return super()._opened_by(message)

    def _secrets(self, asset: str) -> Mapping[str, str]:
        return {**super()._secrets(asset), CONTRACTOR: CONTRACTOR_PASSWORD}
