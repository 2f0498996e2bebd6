"""MQTT in the open: the same packets as over TLS, for everybody on the way to read.

Old gateways cannot do TLS, so brokers keep the open port for them. A tap then reads topic, value, client identifier and
the password: what it costs to keep an old device, and what an inspection point pays for elsewhere.

A client sends on without waiting for the answer to its CONNECT, as the standard allows, so a conversation is one turn:
CONNECT, what is said, DISCONNECT; CONNACK and the acknowledgement come back.

The four fields and the user: verb is the control packet (``PUBLISH_DUP`` is a PUBLISH that is sent again), object the
topic, status ``ok`` or the reason of a refusal, value the number in the payload if it is one (of a VDA 5050 message its
header counter), user the client's identifier.

Sources: OASIS MQTT 3.1.1 and 5.0, section 3.1.4 (packets right after CONNECT), 3.3 (PUBLISH), 4.3 (QoS); IANA port 1883
(mqtt); Zeek mqtt_connect.log, mqtt_publish.log and mqtt_subscribe.log.
"""

from __future__ import annotations

from math import isfinite

from twin.net.protocols.base import UNBOUNDED, Protocol, Sizes
from twin.net.protocols.mqtt import ROBOTS, WILL, Mqtt, keep_alive_s, qos_of, version_of
from twin.net.wire import mqtt, vda5050
from twin.net.wire.filler import letters
from twin.net.wire.hypertext import number
from twin.net.wire.said import Said

_PASSWORD_BYTES = 96
"""A token as cloud services hand out; long enough for the length field of CONNECT to have two bytes."""
_MOST_FILLER = 12_000
"""What a longer password may add: the length field of CONNECT keeps its two bytes."""


class MqttPlain(Protocol):
    """MQTT without encryption: topics, values and passwords for everybody on the way to read."""

    port = 1883
    transport = "tcp"
    fields = Mqtt.fields
    verbs = Mqtt.verbs
    writes = Mqtt.writes

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """One short session; a payload, or else the password, fills it up to the size asked for."""
        if said.verb in self.writes:
            return _publishing(said), _answer(said, mqtt.puback(_number(said)) if qos_of(said.object) else b"")
        asked, told = _asked(said)
        least = mqtt.connect(_client(said)) + asked + mqtt.DISCONNECT
        more = min(max(0, said.bytes_out - len(least)), _MOST_FILLER)
        return mqtt.connect(_client(said, more)) + asked + mqtt.DISCONNECT, _answer(said, told)

    def sizes(self, verb: str = "", about: str = "", status: str = "ok", user: str = "") -> Sizes:
        """Nothing fills an answer; a password fills what carries no payload."""
        least_out, _, least_in, _ = super().sizes(verb, about, status, user)
        return Sizes(least_out, UNBOUNDED if verb in self.writes else least_out + _MOST_FILLER, least_in, least_in)


def published(said: Said) -> bytes:
    """The payload of a PUBLISH."""
    return _head_and_payload(said)[1]


def will_of(said: Said) -> tuple[bytes, bytes]:
    """Topic and payload of what the broker is to publish when the client falls silent."""
    if said.object.startswith(ROBOTS):
        topic = said.object.rpartition("/")[0] + WILL
        return mqtt.topic_name(topic), vda5050.connection(topic, 0, said.epoch_us, vda5050.BROKEN)
    return mqtt.topic_name(f"site/{said.user or said.src}/status"), b'{"online":false}'


def _client(said: Said, more: int = 0) -> mqtt.Client:
    name = mqtt.cleaned(said.user or said.src)
    password = letters(said.flow, "password", _PASSWORD_BYTES + more)
    return mqtt.Client(version_of(said.object), name, keep_alive_s(said.object), will_of(said), name, password)


def _answer(said: Said, told: bytes) -> bytes:
    version = version_of(said.object)
    return mqtt.connack(version) + told if said.ok else mqtt.connack(version, mqtt.NOT_AUTHORISED[version])


def _asked(said: Said) -> tuple[bytes, bytes]:
    """What follows CONNECT where nothing is published, and what answers it."""
    version = version_of(said.object)
    if said.verb == "SUBSCRIBE":
        topics = [mqtt.cleaned(said.object) or b"#"]
        return mqtt.subscribe(version, _number(said), topics), mqtt.suback(version, _number(said), len(topics))
    return (mqtt.PINGREQ, mqtt.PINGRESP) if said.verb == "PINGREQ" else (b"", b"")


def _number(said: Said) -> int:
    """A packet identifier, never 0."""
    return said.flow % 65_535 + 1


def _publishing(said: Said) -> bytes:
    """CONNECT, PUBLISH and DISCONNECT of the size asked for, or the least."""
    head, payload = _head_and_payload(said)
    number, again = _number(said) if qos_of(said.object) else 0, said.verb == "PUBLISH_DUP"
    version, topic = version_of(said.object), mqtt.topic_name(said.object)
    return head + mqtt.publish(version, topic, payload, number, again=again and number > 0) + mqtt.DISCONNECT


def _head_and_payload(said: Said) -> tuple[bytes, bytes]:
    """CONNECT, and what is published.

    One length in front of each step of the length field cannot be reached by a payload; a password that is longer by
    one then helps out.
    """
    version, topic = version_of(said.object), mqtt.topic_name(said.object)
    number, content = _number(said) if qos_of(said.object) else 0, _content(said)
    for more in (0, 1):
        head = mqtt.connect(_client(said, more))
        room = mqtt.payload_room(version, topic, number, said.bytes_out - len(head) - len(mqtt.DISCONNECT))
        if room >= len(content):
            return head, _padded(said, content, room)
    return mqtt.connect(_client(said)), content


def _content(said: Said) -> bytes:
    """The least payload: a VDA 5050 message, or a JSON object with the number."""
    if said.object.startswith(ROBOTS):
        counted = said.value is not None and isfinite(said.value)
        return vda5050.message(said.object, int(said.value or 0) if counted else 0, said.epoch_us)
    return f'{{{number(said.value)}"data":""}}'.encode()


def _padded(said: Said, content: bytes, size: int) -> bytes:
    """*content* filled up: white space after a message of the standard, letters in an object of our own."""
    if said.object.startswith(ROBOTS):
        return content.ljust(size)
    return content[:-2] + letters(said.flow, "payload", size - len(content)) + content[-2:]
