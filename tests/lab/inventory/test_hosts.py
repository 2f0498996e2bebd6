"""Hosts: what flows say about an address, and nothing that only the register knows."""

from __future__ import annotations

from dataclasses import replace

from tests.lab.inventory.recordings import COFFEE, Tape, coffee_tape
from twin.core.units import SECOND_US
from twin.lab.inventory.hosts import Offer, hosts_of
from twin.lab.recording import Recording


def test_uses_have_their_peers_and_their_rhythm() -> None:
    """Names every 300 s, the cloud every 600 s."""
    coffee = next(host for host in hosts_of(coffee_tape().recording()) if host.name == "coffee-01")
    assert [(use.service, use.peers, use.period_s, use.answered) for use in coffee.uses] == [
        ("dns", 1, 300.0, 24), ("https", 1, 600.0, 12),
    ]  # fmt: skip
    assert (coffee.uses[0].verbs, coffee.uses[0].objects) == (("A",), ("hub.example",))
    assert (coffee.first_us, coffee.last_us, coffee.exchanges) == (0, 6_900 * SECOND_US, 36)
    assert coffee.network == "amenity"


def test_a_service_is_offered_where_somebody_was_answered() -> None:
    """A finished exchange and a dropped handshake show it; a refusal and silence do not."""
    tape = Tape()
    for number, (port, service, state) in enumerate(
        ((80, "http", "SF"), (22, "ssh", "RSTO"), (23, "telnet", "REJ"), (445, "smb", "S0"))
    ):
        tape.flow(number, "coffee-01", "dns-01", service, port, state=state)
    resolver = next(host for host in hosts_of(tape.recording()) if host.name == "dns-01")
    assert resolver.offers == (Offer("http", 80, "tcp", 1, 1), Offer("ssh", 22, "tcp", 1, 1))


def test_who_is_only_knocked_at_in_vain_was_not_heard() -> None:
    """Silence is no sign of life; a refusal is."""
    for state, heard in (("S0", False), ("REJ", True)):
        tape = Tape()
        tape.flow(0, "coffee-01", "dns-01", "smb", 445, state=state)
        assert ("dns-01" in [host.name for host in hosts_of(tape.recording())]) is heard


def test_nobody_outside_the_hub_is_a_host() -> None:
    """Clouds are peers."""
    assert [host.name for host in hosts_of(coffee_tape().recording())] == ["coffee-01", "dns-01"]


def test_the_longest_silence_reaches_to_the_end_of_the_recording() -> None:
    """Heard at 0 s and 100 s, while others go on until 1,000 s."""
    tape = Tape()
    tape.flow(0, "coffee-01", "coffee-cloud", "https", 443)
    tape.flow(100, "coffee-01", "coffee-cloud", "https", 443)
    tape.flow(1_000, "dns-01", "coffee-cloud", "https", 443)
    coffee = hosts_of(tape.recording())[0]
    assert (coffee.silence_us, coffee.heard_us) == (900 * SECOND_US, 1_000 * SECOND_US)


def test_what_the_register_says_is_not_looked_at() -> None:
    """Kind, function, switch, services and traits may say anything."""
    recording = coffee_tape().recording()
    blank = replace(COFFEE, kind="?", function="?", switch="?", services=(), registered=False, area="?")
    other = Recording(recording.source, recording.starts, (blank, *recording.assets[1:]))
    assert hosts_of(other) == hosts_of(recording)


def test_an_empty_recording_has_no_host() -> None:
    """Nobody spoke."""
    assert hosts_of(Tape().recording()) == ()
