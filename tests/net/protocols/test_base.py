"""Laws of what a protocol's file says."""

from __future__ import annotations

from twin.net.protocols.base import Protocol
from twin.net.protocols.dns import Dns
from twin.net.protocols.modbus import Modbus
from twin.net.protocols.syslog import Syslog


def test_a_protocol_writes_nothing_and_hides_nothing_unless_it_says_so() -> None:
    """The two defaults are the harmless ones."""
    assert Protocol.writes == ()
    assert Protocol.encrypted is False


def test_sizes_are_what_is_needed_at_least_and_what_can_be_padded_to() -> None:
    """A longer name needs more, a fixed form has one size, and what nobody answers gets nothing back."""
    short, long = (Dns().sizes("A", name) for name in ("a.example", "abc.example"))
    assert (long.least_out - short.least_out, long.least_in - short.least_in) == (2, 2)
    assert Modbus().sizes("read_holding_registers", "40001") == (12, 12, 13, 13)
    assert Syslog().sizes("INFO", "started").most_in == 0
