"""Dwell: how long the attacker had the use of what he held."""

from __future__ import annotations

import pytest

from tests.lab.logs import Row, cleaned, decision, evidence, taken
from twin.core.units import MINUTE_US
from twin.lab.metrics.parts.dwell import dwell_us

CUT = decision(20, "applied", "isolate_device", "ws-01")
BACK = decision(30, "undone", "isolate_device", "ws-01")


@pytest.mark.parametrize(
    ("rows", "minutes"),
    [
        ((), 0),
        ((taken(10, "ws-01"),), 50),
        ((taken(10, "ws-01"), taken(12, "ws-01")), 50),
        ((taken(10, "ws-01"), cleaned(40, "ws-01")), 30),
        ((taken(10, "ws-01"), CUT, cleaned(40, "ws-01")), 10),
        ((taken(10, "ws-01"), CUT, BACK, cleaned(40, "ws-01")), 20),
        ((taken(25, "ws-01"), CUT), 0),
        ((taken(25, "ws-01"), CUT, BACK), 30),
        ((taken(10, "ws-01"), CUT, decision(15, "applied", "block_flow", "ws-01>*", number=2)), 5),
        ((taken(10, "ws-01"), decision(15, "applied", "block_flow", "ws-01>dc-01"), cleaned(40, "ws-01")), 30),
        ((taken(10, "ws-01"), cleaned(40, "ws-01"), taken(55, "ws-01"), taken(50, "dc-01")), 45),
    ],
)
def test_it_is_the_time_held_less_the_time_cut_off(rows: tuple[Row, ...], minutes: int) -> None:
    """Worked out by hand over an hour; an asset that nobody takes back is held to the end."""
    assert dwell_us(evidence(*rows)) == minutes * MINUTE_US
