"""Laws of the protocol: MQTT over TLS: everybody talks to a broker, nobody to each other."""

from __future__ import annotations

from twin.net.protocols.mqtt import Mqtt


def test_it_is_the_encrypted_kind() -> None:
    """Port 8883 is MQTT over TLS, so a tap reads no topic."""
    assert Mqtt.port == 8883
    assert Mqtt.encrypted


def test_only_publishing_says_something_to_others() -> None:
    """Connecting, subscribing and keeping alive change nothing."""
    assert Mqtt.writes == ("PUBLISH", "PUBLISH_DUP")
