"""V12."""

from __future__ import annotations

from tests.lab.verify.held import findings
from twin.lab.verify.lines import Analysts
from twin.lab.verify.little import Counted


def test_every_queue_keeps_littles_law() -> None:
    """Within 1 %, at another utilisation."""
    found = findings("V12", utilisation=0.7, servers=2, hours=0.5)
    assert len(found) == 4
    assert all(each.measured > 0.0 for each in found)


def test_the_length_is_added_up_until_the_window_ends() -> None:
    """One waits from 2 to 10, of which 2 to 7 count."""
    queue = Counted(Analysts(1), 7)
    queue.come(0, 0)
    queue.come(1, 2)
    queue.end(0, 10)
    assert queue.integral_us == 5
