"""First-time contacts after a time of learning."""

from __future__ import annotations

from tests.builders import demand
from tests.watching import flow, ids, naming, observed, refused, said, started, watch
from twin.detectors.new_contact import NewContact


def test_how_new_it_is_says_the_level() -> None:
    """A new peer is low, a new service medium, both together high; a known contact is nothing."""
    seen = watch()
    detector = started(NewContact(learn_min=1), seen)
    learned = [flow(5, f"ws-0{n}", "dc-01", "smb") for n in (1, 2, 3, 4)]
    assert observed(detector, seen, 60, flow=[*learned, flow(6, "ws-04", "dns-01", "dns")]) == []
    rows = [
        flow(61, "ws-01", "wms-01", "smb"), flow(62, "ws-02", "dc-01", "ssh"), flow(63, "ws-03", "amr-001", "ssh"),
        flow(64, "ws-04", "dc-01", "smb"),
    ]  # fmt: skip
    assert said(observed(detector, seen, 90, flow=rows)) == [
        ("ws-01", "T0886", "low"), ("ws-02", "T0886", "medium"), ("ws-03", "T0886", "high"),
    ]  # fmt: skip
    assert observed(detector, seen, 120, flow=rows) == []


def test_a_known_service_at_a_known_peer_is_no_discovery_though_it_is_the_first_of_its_kind() -> None:
    """It used to speak to this peer, and to use this service; together they are new, and nobody's alarm."""
    seen = watch()
    detector = started(NewContact(learn_min=1), seen)
    observed(detector, seen, 60, flow=[flow(5, "ws-01", "dc-01", "smb"), flow(6, "ws-01", "wms-01", "ssh")])
    assert observed(detector, seen, 90, flow=[flow(61, "ws-01", "dc-01", "ssh")]) == []


def test_what_a_need_declares_is_no_discovery() -> None:
    """A report that is sent once a day is first seen after the time of learning, and was declared all along."""
    seen = watch([demand("ws-01", "dc-01", "ssh")])
    detector = started(NewContact(learn_min=1), seen)
    assert observed(detector, seen, 90, flow=[flow(61, "ws-01", "dc-01", "ssh")]) == []


def test_what_was_refused_said_nothing_or_comes_from_outside_is_no_contact() -> None:
    """A door that stayed shut is not a habit, and outsiders are the firewall's business."""
    seen = watch()
    detector = started(NewContact(learn_min=0.1), seen)
    rows = [
        refused(61, "ws-01", "dc-01", 22, "ssh"), flow(62, "resolver-public", "ws-01", "dns"),
        flow(63, "ws-01", "dc-01", "ssh", state="RSTO", bytes_out=0, bytes_in=0),
    ]  # fmt: skip
    assert observed(detector, seen, 90, flow=rows) == []
    assert len(observed(detector, seen, 120, flow=[flow(100, "ws-01", "dc-01", "ssh")])) == 1


def test_a_contact_that_nobody_makes_for_long_is_new_again() -> None:
    """What was open for a visitor a day ago is no habit; what is used every hour stays one."""
    seen = watch()
    detector = started(NewContact(learn_min=1, forget_h=24), seen)
    observed(detector, seen, 60, flow=[flow(5, "ws-01", "dc-01", "ssh"), flow(6, "ws-02", "dc-01", "ssh")])
    for hour in range(1, 25):
        assert observed(detector, seen, 3600.0 * hour, flow=[flow(3600 * hour - 5, "ws-02", "dc-01", "ssh")]) == []
    late = [flow(93_599, "ws-01", "dc-01", "ssh"), flow(93_599, "ws-02", "dc-01", "ssh")]
    assert said(observed(detector, seen, 93_600, flow=late)) == [("ws-01", "T0886", "high")]


def test_an_attack_in_the_time_of_learning_is_learned() -> None:
    """What nobody should rely on: it believes what it saw."""
    seen = watch()
    detector = started(NewContact(learn_min=1), seen)
    observed(detector, seen, 30, flow=[flow(5, "coffee-01", "dc-01", "smb")])
    assert observed(detector, seen, 90, flow=[flow(70, "coffee-01", "dc-01", "smb")]) == []


def test_it_names_the_first_flow_of_each_new_contact() -> None:
    """Those within the hour of silence as well; a contact is new once."""
    seen = watch()
    detector = naming(NewContact(learn_min=1), seen)
    observed(detector, seen, 60, flow=[flow(5, "ws-01", "dc-01", "smb")])
    new = [flow(61, "ws-01", "amr-001", "ssh"), flow(62, "ws-01", "amr-002", "ssh")]
    observed(detector, seen, 90, flow=new)
    assert detector.accused().tolist() == ids(new)
    observed(detector, seen, 120, flow=[flow(91, "ws-01", "amr-001", "ssh")])
    assert detector.accused().tolist() == []
