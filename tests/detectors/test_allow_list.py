"""Allow-list: the declared is silent, everything else is said once."""

from __future__ import annotations

from tests.builders import demand
from tests.watching import flow, ids, naming, observed, refused, said, started, watch
from twin.detectors.allow_list import AllowList


def test_declared_needs_are_silent() -> None:
    """What the register declares raises nothing, however often it comes."""
    seen = watch([demand("ws-01", "dc-01", "smb")])
    rows = [flow(n, "ws-01", "dc-01", "smb") for n in range(9)]
    assert observed(started(AllowList(), seen), seen, 10, flow=rows) == []


def test_an_undeclared_service_of_a_declared_pair_is_a_finding() -> None:
    """A need is a triple: the same two over another service is not declared."""
    seen = watch([demand("ws-01", "dc-01", "ldap")])
    alerts = observed(started(AllowList(), seen), seen, 10, flow=[flow(1, "ws-01", "dc-01", "smb")])
    assert said(alerts) == [("ws-01", "T0886", "medium")]


def test_a_thing_that_opens_a_control_service_is_graver_than_a_person() -> None:
    """High when nobody works at the source and the service controls or writes; medium for the rest."""
    seen = watch()
    rows = [
        flow(1, "coffee-01", "dc-01", "smb"), flow(2, "camera-01", "dc-01", "https"), flow(3, "ws-01", "dc-01", "ssh"),
    ]  # fmt: skip
    assert said(observed(started(AllowList(), seen), seen, 10, flow=rows)) == [
        ("camera-01", "T0846", "medium"),
        ("coffee-01", "T0886", "high"),
        ("ws-01", "T0886", "medium"),
    ]


def test_a_source_is_named_once_an_hour_and_again_when_it_gets_worse() -> None:
    """Further findings of one level wait for the hour; a graver level does not."""
    seen = watch()
    detector = started(AllowList(), seen)
    assert len(observed(detector, seen, 10, flow=[flow(1, "camera-01", "dc-01", "https")])) == 1
    assert observed(detector, seen, 20, flow=[flow(11, "camera-01", "dns-01", "https")]) == []
    assert said(observed(detector, seen, 30, flow=[flow(21, "camera-01", "amr-001", "ssh")])) == [
        ("camera-01", "T0886", "high")
    ]
    assert len(observed(detector, seen, 3700, flow=[flow(3699, "camera-01", "dns-01", "https")])) == 1


def test_the_alert_shows_the_worst_flow_and_counts_all() -> None:
    """Evidence is the flow that controls, rows are all of the source's undeclared ones."""
    seen = watch()
    rows = [flow(1, "camera-01", "dc-01", "https"), flow(2, "camera-01", "gateway-01", "modbus")]
    alert = observed(started(AllowList(), seen), seen, 10, flow=rows)[0]
    assert (alert.evidence, alert.evidence_rows) == (rows[1]["flow"], 2)
    assert alert.title == "modbus that no declared need covers"


def test_what_the_internet_opens_is_not_this_detectors() -> None:
    """Assets outside have no declared needs and are not the hub's to judge."""
    seen = watch()
    rows = [flow(1, "resolver-public", "ws-01", "https")]
    assert observed(started(AllowList(), seen), seen, 10, flow=rows) == []


def test_a_port_that_no_protocol_listens_on_is_undeclared() -> None:
    """An unknown service is in no need."""
    seen = watch([demand("ws-01", "dc-01", "smb")])
    alerts = observed(started(AllowList(), seen), seen, 10, flow=[flow(1, "ws-01", "dc-01", "", dst_port=31337)])
    assert [alert.title for alert in alerts] == ["an unknown service that no declared need covers"]


def test_who_is_asked_to_look_opens_nothing_by_looking() -> None:
    """An auditor's wordless contacts are forgiven; a session in which something is said is not."""
    seen = watch()
    detector = naming(AllowList(auditors=("ws-01",)), seen)
    looks = [refused(n, "ws-01", "dc-01", n) for n in range(1, 9)]
    assert observed(detector, seen, 10, flow=looks) == []
    talks = [flow(11, "ws-01", "dc-01", "smb")]
    assert said(observed(detector, seen, 20, flow=talks)) == [("ws-01", "T0886", "medium")]
    assert detector.accused().tolist() == ids(talks)
