"""Zeek's logs of MQTT: who connected, who published what, who subscribed.

In the open every conversation begins with a CONNECT that a sensor reads, so each has a line in ``mqtt_connect`` beside
that of what was said. Inside TLS there is what an inspection point wrote down: the verb, the topic, the number; how
long the payload was it did not write down.

Sources: Zeek manual, policy/protocols/mqtt (Info records; payloads are logged up to 100 bytes).
"""

from __future__ import annotations

from twin.lab.exporters.parts.conversation import Conversation
from twin.lab.exporters.parts.ends import said_of
from twin.lab.exporters.parts.zeek_columns import ENDS, Field, always, said
from twin.net.protocols.mqtt import qos_of, version_of
from twin.net.protocols.mqtt_plain import published, will_of
from twin.net.wire.mqtt import VERSION_5

_PLAIN = "mqtt_plain"
_MOST_LOGGED = 100
_QOS = ("at most once", "at least once")
_LOGS = {
    "CONNECT": "mqtt_connect", "PUBLISH": "mqtt_publish", "PUBLISH_DUP": "mqtt_publish", "SUBSCRIBE": "mqtt_subscribe",
}  # fmt: skip


def mqtt_logs(c: Conversation) -> list[str]:
    """The logs that a conversation of which something could be read has a line in."""
    if c.service not in ("mqtt", _PLAIN):
        return []
    first = ["mqtt_connect"] if c.service == _PLAIN and c.verb != "CONNECT" else []
    return [*first, *([_LOGS[c.verb]] if c.verb in _LOGS else [])]


def _will(c: Conversation, part: int) -> str | None:
    return will_of(said_of(c))[part].decode() if c.service == _PLAIN else None


def _payload(c: Conversation) -> bytes:
    """What was published as far as a sensor read it: all of it in the open, the number from an inspection point."""
    if c.service == _PLAIN:
        return published(said_of(c))
    return b"" if c.value is None else repr(c.value).encode()


MQTT_CONNECT = (
    *ENDS,
    Field("proto_name", "string", always("MQTT")),
    Field("proto_version", "string", lambda c: "5.0" if version_of(c.object) == VERSION_5 else "3.1.1"),
    Field("client_id", "string", lambda c: c.user or c.src.name),
    Field("connect_status", "string", lambda c: "Connection Accepted" if c.status == "ok" else c.status),
    Field("will_topic", "string", lambda c: _will(c, 0)),
    Field("will_payload", "string", lambda c: _will(c, 1)),
)
MQTT_PUBLISH = (
    *ENDS,
    Field("from_client", "bool", always(True)),
    Field("retain", "bool", always(False)),
    Field("qos", "string", lambda c: _QOS[qos_of(c.object)]),
    Field("status", "string", said("status")),
    Field("topic", "string", said("object")),
    Field("payload", "string", lambda c: _payload(c)[:_MOST_LOGGED].decode(errors="replace") or None),
    Field("payload_len", "count", lambda c: len(_payload(c)) if c.service == _PLAIN else None),
)
MQTT_SUBSCRIBE = (
    *ENDS,
    Field("action", "enum", lambda c: f"MQTT::{c.verb}"),
    Field("topics", "vector[string]", lambda c: [c.object] if c.object else None),
    Field("ack", "bool", lambda c: c.status == "ok"),
)
