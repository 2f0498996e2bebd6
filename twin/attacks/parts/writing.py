"""Writing to a point of a controller: by hand where one stands, over the network elsewhere.

Sources: ATT&CK for ICS T1692.001 (Unauthorized Message: Command Message); ANSI/ASHRAE Standard 135 (WriteProperty,
ReinitializeDevice).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal

from twin.attacks.base import Intent, Say, Seen, Touch
from twin.devices.points import Write
from twin.net.message import Message, Reply

Service = Literal["bacnet", "http"]


def write_point(
    at: str, target: str, service: Service, point: str, value: float
) -> Generator[Intent, Seen, bool]:  # fmt: skip
    """Write *value* to *point* of *target*; whether the controller took it."""
    if target == at:
        return _taken((yield Touch(target, "write", Write(point, value))))
    verb = "write_property" if service == "bacnet" else "PUT"
    return _taken((yield Say(Message(at, target, service, verb, point, value, bytes_out=90, bytes_in=60))))


def restart(at: str, target: str) -> Generator[Intent, Seen, bool]:
    """Restart *target*; whether it does."""
    if target == at:
        return _taken((yield Touch(target, "restart")))
    said = Message(at, target, "bacnet", "reinitialize_device", "device,1", bytes_out=60, bytes_in=40)
    return _taken((yield Say(said)))


def _taken(seen: Seen) -> bool:
    return isinstance(seen, Reply) and seen.ok
