"""BACnet/IP: objects and properties of building automation.

Controllers find one another by broadcast and read or write properties of objects such as a temperature setpoint;
classic BACnet/IP asks for no identity.

The four fields and the user: verb is the service, object the object and property, status ``ok`` or the error, value
the property's number.

Sources: ANSI/ASHRAE Standard 135 (services, objects; Annex J for BACnet/IP, port 0xBAC0); bacnet.log and
bacnet_property.log of Zeek's ICSNPP parser.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Bacnet(Protocol):
    """BACnet/IP: objects and properties of building automation."""

    port = 47808
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "pdu_service",
        "object": "object_type",
        "status": "result_code",
        "value": "value",
    }
    verbs = (
        "who_is",
        "i_am",
        "read_property",
        "read_property_multiple",
        "subscribe_cov",
        "write_property",
        "reinitialize_device",
    )
    writes = ("write_property", "reinitialize_device")
