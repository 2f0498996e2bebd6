"""What no member of a class does."""

from __future__ import annotations

import pytest

from tests.builders import asset, demand
from tests.watching import flow, hub, ids, naming, observed, refused, said, started, watch
from twin.detectors.class_baseline import ClassBaseline
from twin.net.inventory import Demand

PRINTER = asset("printer-01", "amenity"), asset("printer-02", "amenity"), asset("wms-01", "business")


def needs() -> list[Demand]:
    """One workstation reads files, one printer reads stock, one camera sends to anybody who asks."""
    return [
        demand("ws-01", "dc-01", "smb", every_s=60, verbs=("read",)),
        demand("printer-01", "wms-01", "sql", every_s=60, verbs=("SELECT",)),
        demand("camera-01", "dc-01", "https", every_s=20),
    ]


def test_what_one_member_declares_holds_for_its_class() -> None:
    """The second workstation and the second printer may do what the first ones declare, to peers of that function."""
    seen = watch(needs(), assets=hub(*PRINTER))
    rows = [
        flow(1, "ws-02", "dc-01", "smb", verb="read"), flow(2, "printer-02", "wms-01", "sql", verb="SELECT"),
        flow(3, "ws-03", "dns-01", "smb", verb="read"), flow(4, "camera-01", "dc-01", "https", verb="GET"),
    ]  # fmt: skip
    assert observed(started(ClassBaseline(), seen), seen, 30, flow=rows) == []


@pytest.mark.parametrize(
    ("row", "level", "word"),
    [
        (("printer-01", "wms-01", "sql", "UPDATE"), "high", "verb"),
        (("printer-01", "wms-01", "sql", "login"), "medium", "verb"),
        (("ws-01", "dc-01", "smb", "write"), "medium", "verb"),
        (("printer-01", "dc-01", "sql", "SELECT"), "medium", "service"),
        (("camera-01", "amr-001", "ssh", ""), "high", "service"),
        (("ws-01", "amr-001", "ssh", ""), "medium", "service"),
    ],
    ids=["write", "another-verb", "a-person-writes", "another-peer", "control", "a-person-controls"],
)
def test_what_none_of_its_class_declares_is_odd(row: tuple[str, str, str, str], level: str, word: str) -> None:
    """By verb on a permitted pair, by peer, by service; graver where it writes or controls and nobody works there."""
    seen = watch(needs(), assets=hub(*PRINTER))
    source, target, service, verb = row
    alerts = observed(started(ClassBaseline(), seen), seen, 30, flow=[flow(1, source, target, service, verb=verb)])
    assert said(alerts) == [(source, "T0886", level)]
    assert alerts[0].title == f"uses a {word} that no device of its class declares"


def test_a_verb_that_nobody_could_read_is_not_held_against_it() -> None:
    """Inside TLS only the service shows, and that is declared."""
    seen = watch(needs(), assets=hub(*PRINTER))
    assert observed(started(ClassBaseline(), seen), seen, 30, flow=[flow(1, "ws-02", "dc-01", "smb", verb="")]) == []


def test_far_more_often_than_declared_and_than_its_class_is_odd() -> None:
    """Needs of one file a minute are five in a window; more than 300 are too many for one, and not where all do it."""
    seen = watch([demand(f"ws-0{n}", "dc-01", "smb", every_s=60) for n in range(1, 9)])
    often = [flow(n / 20, "ws-01", "dc-01", "smb") for n in range(301)]
    alerts = observed(started(ClassBaseline(), seen), seen, 30, flow=often)
    assert said(alerts) == [("ws-01", "T0814", "medium")]
    assert alerts[0].title == "uses smb far more often than its class"
    assert observed(started(ClassBaseline(), seen), seen, 30, flow=often[:300]) == []
    all_do = [flow(n / 20, f"ws-0{m}", "dc-01", "smb") for n in range(301) for m in range(1, 9)]
    assert observed(started(ClassBaseline(), seen), seen, 30, flow=all_do) == []


def test_a_need_on_demand_states_no_rate() -> None:
    """A manager that is the only one of its kind and sends when asked is not judged by how often."""
    seen = watch([demand("fleet-manager", "broker-robots", "mqtt")])
    rows = [flow(n / 20, "fleet-manager", "broker-robots", "mqtt") for n in range(500)]
    assert observed(started(ClassBaseline(), seen), seen, 30, flow=rows) == []


def test_who_works_at_three_in_the_morning_when_nobody_ever_did_is_odd() -> None:
    """Three days are learned; a camera that never rests is never judged so."""
    seen = watch(needs(), assets=hub(*PRINTER))
    detector, found = started(ClassBaseline(cadence_s=3600), seen), []
    for hour in range(96):
        rows = [flow(3600 * hour + 5, "camera-01", "dc-01", "https")]
        if hour % 24 in range(8, 18) or hour == 75:
            rows.append(flow(3600 * hour + 6, "ws-01", "dc-01", "smb", verb="read"))
        found += observed(detector, seen, 3600.0 * hour + 3600, flow=rows)
    assert [(each.entity, each.level, each.time_us // 3_600_000_000) for each in found] == [("ws-01", "low", 76)]


def test_without_declared_needs_it_learns_what_it_hears() -> None:
    """What a workstation did in the first minutes its class may do; then the rest is odd."""
    seen = watch()
    detector = started(ClassBaseline(learn_min=1), seen)
    assert observed(detector, seen, 60, flow=[flow(5, "ws-01", "dc-01", "smb", verb="read")]) == []
    assert observed(detector, seen, 90, flow=[flow(61, "ws-02", "dc-01", "smb", verb="read")]) == []
    late = [flow(91, "ws-02", "dc-01", "smb", verb="delete")]
    assert said(observed(detector, seen, 120, flow=late)) == [("ws-02", "T0886", "medium")]


def test_who_is_asked_to_look_strangers_and_the_internet_are_not_of_a_class() -> None:
    """An auditor's wordless knocks; who is in no register; what comes from outside."""
    seen = watch(needs(), assets=hub(*PRINTER))
    rows = [refused(n, "ws-01", "dc-01", n) for n in range(1, 9)]
    rows += [flow(9, "stranger", "dc-01", "ssh"), flow(10, "resolver-public", "dc-01", "ssh")]
    assert observed(started(ClassBaseline(auditors=("ws-01",)), seen), seen, 30, flow=rows) == []


def test_it_names_what_is_odd_and_all_of_what_is_too_often() -> None:
    """The whole window of a rate, every flow of a pattern."""
    seen = watch([demand(f"ws-0{n}", "dc-01", "smb", every_s=60) for n in range(1, 9)])
    detector = naming(ClassBaseline(), seen)
    often = [flow(n / 20, "ws-01", "dc-01", "smb") for n in range(301)]
    odd = [flow(31, "ws-02", "dc-01", "ssh"), flow(32, "ws-02", "dc-01", "ssh")]
    observed(detector, seen, 30, flow=often[:200])
    observed(detector, seen, 60, flow=[*often[200:], *odd, flow(33, "ws-03", "dc-01", "smb")])
    assert detector.accused().tolist() == ids(often + odd)
