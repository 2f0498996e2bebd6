"""What a class says to whom."""

from __future__ import annotations

from tests.builders import demand
from tests.watching import Row, batch, flow, watch
from twin.core.log import Columns
from twin.detectors.base import Watch
from twin.detectors.parts.class_patterns import ClassPatterns
from twin.detectors.parts.register import Register


def _rows(seen: Watch, *rows: Row) -> Columns:
    return batch(seen, 10, flow=rows).tables["flow"]


def test_a_need_holds_for_the_class_and_the_peers_function() -> None:
    """With its verbs, or with any where it names none."""
    seen = watch([demand("ws-01", "dc-01", "smb", verbs=("read",)), demand("ws-01", "dns-01", "dns")])
    patterns = ClassPatterns(Register(seen), seen)
    flows = _rows(
        seen, flow(1, "ws-02", "dns-01", "smb", verb="read"), flow(2, "ws-02", "dc-01", "smb", verb="write"),
        flow(3, "ws-02", "dc-01", "dns", verb="TXT"), flow(4, "ws-02", "amr-001", "smb", verb="read"),
        flow(5, "camera-01", "dc-01", "smb", verb="read"), flow(6, "ws-02", "dc-01", "smb", verb=""),
    )  # fmt: skip
    foreign, unasked = patterns.odd(flows)
    assert foreign.tolist() == [False, False, False, True, True, False]
    assert unasked.tolist() == [False, True, False, False, False, False]


def test_what_is_heard_is_learned() -> None:
    """For the whole class, verb by verb."""
    seen = watch()
    patterns = ClassPatterns(Register(seen), seen)
    patterns.learn(_rows(seen, flow(1, "ws-01", "dc-01", "smb", verb="read")))
    foreign, unasked = patterns.odd(
        _rows(seen, flow(2, "ws-02", "dc-01", "smb", verb="read"), flow(3, "ws-02", "dc-01", "smb", verb="write"))
    )
    assert (foreign.tolist(), unasked.tolist()) == ([False, False], [False, True])


def test_two_functions_of_peers_are_two_patterns() -> None:
    """Classes and functions are never mixed up, however many there are."""
    seen = watch([demand("ws-01", "dc-01", "smb"), demand("camera-01", "amr-001", "ssh")])
    patterns = ClassPatterns(Register(seen), seen)
    crossed = _rows(seen, flow(1, "ws-01", "amr-001", "ssh"), flow(2, "camera-01", "dc-01", "smb"))
    assert patterns.odd(crossed)[0].all()
