"""MQTT over TLS: everybody talks to a broker, nobody to each other.

Clients publish to topics and subscribe to them; the broker passes on. VDA 5050 orders and states, sensor readings
and controller commands all travel so. Devices open the session, so a rule is needed towards the broker only.

The four fields and the user: verb is the control packet, object the topic, status ``ok`` or the reason of a
refusal, value the number in the payload if it is one, user the client's identifier.

Sources: OASIS MQTT 5.0, section 2.1.2 (control packet types); IANA port 8883 (secure-mqtt); VDA 5050 (topics of
AMRs); Zeek mqtt_publish.log and mqtt_connect.log, once decrypted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire import tls
from twin.net.wire.said import Said


class Mqtt(Protocol):
    """MQTT over TLS: everybody talks to a broker, nobody to each other."""

    port = 8883
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "command",
        "object": "topic",
        "status": "status",
        "value": "payload",
        "user": "client_id",
    }
    verbs = ("CONNECT", "PUBLISH", "SUBSCRIBE", "PINGREQ", "DISCONNECT")
    writes = ("PUBLISH",)
    encrypted = True
    opening = (tls.OPENING,)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A TLS session; what is said in it is ciphertext."""
        return tls.session(said, "mqtt")
