"""Handshakes: read from the bytes that a capture of the same conversation has."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.lab.inventory.recordings import Tape, coffee_tape
from twin.core.log import Log
from twin.lab.inventory.handshakes import dhcp_options, handshakes, has_handshakes
from twin.lab.recording import IMPORT_FILE, Recording
from twin.net.wire.stacks import stack_of

_HEADER = bytes(240)


def test_a_lease_names_its_holder_and_the_makers_software() -> None:
    """Host name, vendor class and the parameter list of brewtech's stack."""
    tape = Tape()
    tape.flow(0, "coffee-01", "dns-01", "dhcp", 67, transport="udp", verb="REQUEST", about="coffee-01")
    said = handshakes(tape.recording())["coffee-01"]
    stack = stack_of("brewtech")
    assert (said.host_name, said.vendor_class, said.parameters) == ("coffee-01", stack.system, stack.asks)


def test_a_hello_has_a_fingerprint_and_names_the_server() -> None:
    """JA4 over TCP; the same for every session of the maker's software."""
    said = handshakes(coffee_tape().recording())["coffee-01"]
    assert said.ja4.startswith("t1")
    assert said.server_names == ("coffee-cloud.example",)
    assert handshakes(coffee_tape().recording())["coffee-01"] == said


def test_who_was_not_answered_said_nothing_that_counts() -> None:
    """No handshake comes to an end without the other side."""
    tape = Tape()
    tape.flow(0, "coffee-01", "coffee-cloud", "https", 443, state="S0")
    assert handshakes(tape.recording()) == {}


def test_an_import_has_no_handshakes(tmp_path: Path) -> None:
    """The same rows are read as a run's, and not as somebody else's."""
    recording = coffee_tape().recording()
    assert isinstance(recording.source, Log)
    recording.source.write(tmp_path)
    kept = Recording(tmp_path, recording.starts, recording.assets)
    assert has_handshakes(kept)
    assert handshakes(kept) == handshakes(recording)
    (tmp_path / IMPORT_FILE).write_text("{}")
    assert not has_handshakes(kept)
    assert handshakes(kept) == {}


@given(
    options=st.dictionaries(st.integers(1, 254), st.binary(max_size=20), max_size=6),
    padding=st.integers(0, 4),
    cut=st.integers(0, 200),
)
def test_options_are_read_back_and_a_cut_message_does_no_harm(
    options: dict[int, bytes], padding: int, cut: int
) -> None:
    """Code, length, value; padding before the first, 255 at the end."""
    body = bytes(padding) + b"".join(bytes((code, len(value))) + value for code, value in options.items())
    assert dhcp_options(_HEADER + body + b"\xff" + bytes(9)) == options
    assert set(dhcp_options((_HEADER + body)[: 240 + cut])) <= set(options)
