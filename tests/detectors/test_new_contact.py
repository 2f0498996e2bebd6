"""First-time contacts after a time of learning."""

from __future__ import annotations

from tests.watching import flow, observed, refused, said, started, watch
from twin.detectors.new_contact import NewContact


def test_what_it_learned_is_quiet_and_what_is_new_speaks() -> None:
    """A new peer is low, a new service is medium, a known contact is nothing."""
    seen = watch()
    detector = started(NewContact(learn_min=1), seen)
    assert observed(detector, seen, 60, flow=[flow(5, "ws-01", "dc-01", "smb"), flow(6, "ws-02", "dc-01")]) == []
    rows = [flow(61, "ws-01", "dc-01", "smb"), flow(62, "ws-01", "wms-01", "smb"), flow(63, "ws-02", "dc-01", "ssh")]
    assert said(observed(detector, seen, 90, flow=rows)) == [("ws-01", "T0886", "low"), ("ws-02", "T0886", "medium")]
    assert observed(detector, seen, 120, flow=rows) == []


def test_what_was_refused_or_comes_from_outside_is_no_contact() -> None:
    """A door that stayed shut is not a habit, and outsiders are the firewall's business."""
    seen = watch()
    detector = started(NewContact(learn_min=0.1), seen)
    rows = [refused(61, "ws-01", "dc-01", 22, "ssh"), flow(62, "resolver-public", "ws-01", "dns")]
    assert observed(detector, seen, 90, flow=rows) == []
    assert len(observed(detector, seen, 120, flow=[flow(100, "ws-01", "dc-01", "ssh")])) == 1


def test_an_attack_in_the_time_of_learning_is_learned() -> None:
    """What nobody should rely on: it believes what it saw."""
    seen = watch()
    detector = started(NewContact(learn_min=1), seen)
    observed(detector, seen, 30, flow=[flow(5, "coffee-01", "dc-01", "smb")])
    assert observed(detector, seen, 90, flow=[flow(70, "coffee-01", "dc-01", "smb")]) == []
