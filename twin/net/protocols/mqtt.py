"""MQTT over TLS: everybody talks to a broker, nobody to each other.

Clients publish to topics and subscribe to them; the broker passes on. VDA 5050 orders and states, sensor readings
and controller commands all travel so. Devices open the session, so a rule is needed towards the broker only.

The hub has two trees of topics. Robots speak VDA 5050 with version 5 and QoS 0, but QoS 1 for ``connection``, which is
also their last will. Everything below ``site/`` comes from gateways, which speak version 3.1.1 with QoS 1.

The four fields and the user: verb is the control packet (``PUBLISH_DUP`` is a PUBLISH that is sent again), object the
topic, status ``ok`` or the reason of a refusal, value the number in the payload if it is one (of a VDA 5050 message its
header counter), user the client's identifier.

Sources: OASIS MQTT 5.0, section 2.1.2 (control packet types), 3.1.2.10 (keep alive), 4.3 (QoS); IANA port 8883
(secure-mqtt); VDA 5050 version 3.0.0 (topics and QoS of AMRs, heartbeat of 15 s); Zeek mqtt_publish.log and
mqtt_connect.log, once decrypted. A minute for gateways is the default of common client libraries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire import mqtt, tls
from twin.net.wire.said import Said

ROBOTS = "vda5050/"
"""How topics of robots begin."""
ROBOT_KEEP_ALIVE_S, KEEP_ALIVE_S = 15, 60
WILL = "/connection"
"""How the one VDA 5050 topic ends whose messages must arrive."""


def version_of(topic: str) -> int:
    """Protocol level that clients of *topic* speak."""
    return mqtt.VERSION_5 if topic.startswith(ROBOTS) else mqtt.VERSION_3_1_1


def qos_of(topic: str) -> int:
    """0: sent once; 1: sent until it is acknowledged."""
    return int(not topic.startswith(ROBOTS) or topic.endswith(WILL))


def keep_alive_s(topic: str) -> int:
    """The longest silence of a client of *topic*, s; the broker waits for half as long again."""
    return ROBOT_KEEP_ALIVE_S if topic.startswith(ROBOTS) else KEEP_ALIVE_S


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
    verbs = ("CONNECT", "PUBLISH", "PUBLISH_DUP", "SUBSCRIBE", "PINGREQ", "DISCONNECT")
    writes = ("PUBLISH", "PUBLISH_DUP")
    encrypted = True
    opening = (tls.OPENING,)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A TLS session; what is said in it is ciphertext."""
        return tls.session(said, "mqtt")
