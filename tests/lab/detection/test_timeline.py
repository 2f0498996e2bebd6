"""A timeline has everything that came, in order, and leaves the middle out when it is long."""

from __future__ import annotations

from tests.lab.detection.seen import alert, seen
from twin.lab.detection.timeline import MOST_LINES, timeline


def test_steps_effects_alerts_and_impacts_come_in_order() -> None:
    """Truth and observation on one clock, the simulated one."""
    lines = timeline(seen(1, alert(10)), "not detected by anybody")
    marks = [line.split()[1] for line in lines]
    assert marks == ["step", "alert", "effect", "impact", "step", "end"]
    assert lines[0].startswith("02:40:00   step      scan begins: port_scan from coffee-01 on dc-01")
    assert lines[1].startswith("02:40:10   alert     scan accuses coffee-01 (T0846.001): Sweep")
    assert lines[-1] == "03:06:00   end       not detected by anybody"


def test_alerts_of_one_kind_at_one_time_are_one_line() -> None:
    """With the first three assets and the number of the others; a wrong one is called so."""
    flood = [alert(10, entity=f"ws-{n:02d}") for n in range(1, 6)]
    lines = timeline(seen(1, *flood, alert(11, right=False)))
    assert "ws-01, ws-02, ws-03 and 2 more" in lines[1]
    assert "accuses coffee-01, wrongly" in lines[2]


def test_a_long_timeline_loses_its_middle_by_number() -> None:
    """Nobody scrolls through a thousand alerts."""
    lines = timeline(seen(1, *(alert(n) for n in range(100))))
    assert len(lines) == MOST_LINES + 1
    assert "more" in lines[MOST_LINES // 2]
