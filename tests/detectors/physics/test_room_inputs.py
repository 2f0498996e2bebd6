"""What drives a room: shares of the largest current, and of open doors."""

from __future__ import annotations

from tests.watching import batch, reading, watch
from twin.detectors.base import Watch
from twin.detectors.physics.room_inputs import RoomInputs


def _take(seen: Watch, inputs: RoomInputs, at_s: float, *values: tuple[str, str, float]) -> None:
    rows = [reading(at_s, f"s-{n}", value, room=room, quantity=what) for n, (room, what, value) in enumerate(values)]
    inputs.take(batch(seen, at_s + 1, from_s=at_s, reading=rows).tables["reading"])


def test_current_counts_as_a_share_of_the_largest_seen() -> None:
    """The largest is what it was at the time; looks go back, newest first."""
    seen = watch()
    inputs = RoomInputs(seen.names, ["chill-1", "chill-2"], 3)
    for look, current in enumerate((0.0, 4.0, 8.0, 2.0)):
        _take(seen, inputs, 10.0 * look, ("chill-1", "compressor_current_a", current))
    assert inputs.current[:, 0].tolist() == [0.25, 1.0, 1.0]
    assert inputs.current[:, 1].tolist() == [0.0, 0.0, 0.0]


def test_a_current_that_is_not_reported_is_not_known() -> None:
    """At first, and again after five looks without it."""
    seen = watch()
    inputs = RoomInputs(seen.names, ["chill-1"], 2)
    known = [bool(inputs.known[0])]
    for look in range(7):
        _take(seen, inputs, 10.0 * look, *([("chill-1", "compressor_current_a", 1.0)] if look == 1 else []))
        known.append(bool(inputs.known[0]))
    assert known == [False, False, True, True, True, True, True, False]


def test_what_is_not_said_stays_as_it_was() -> None:
    """A look without readings repeats the last; several contacts are averaged."""
    seen = watch()
    inputs = RoomInputs(seen.names, ["chill-1"], 2)
    _take(seen, inputs, 0, ("chill-1", "door_open", 1.0), ("chill-1", "door_open", 0.0), ("chill-2", "door_open", 1.0))
    _take(seen, inputs, 10)
    assert inputs.door[:, 0].tolist() == [0.5, 0.5]
