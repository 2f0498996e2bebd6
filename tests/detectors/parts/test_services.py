"""Services that control, and functions of people."""

from __future__ import annotations

from twin.detectors.parts.services import CONTROL, PEOPLE
from twin.net.inventory import FUNCTIONS
from twin.net.protocols import PROTOCOLS


def test_every_word_is_a_protocol_or_a_function() -> None:
    """A misspelt one would match nothing, and nobody would notice."""
    assert set(CONTROL) <= set(PROTOCOLS)
    assert set(PEOPLE) <= set(FUNCTIONS)


def test_what_controls_can_write() -> None:
    """Each has a verb that changes something at the receiver."""
    assert all(PROTOCOLS[service].writes for service in CONTROL)
