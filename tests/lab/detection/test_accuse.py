"""Whose alerts are meant, and when a clock starts."""

from __future__ import annotations

from tests.lab.detection.seen import SCAN_US, alert, impact, seen, step
from twin.core.units import MINUTE_US
from twin.lab.detection.accuse import alerts_meant, detection, hindered, moment
from twin.lab.detection.promises import Accusation
from twin.lab.detection.rules import NamedRule

RULE = NamedRule("Many names", "0f36047e", "rules/dns.yml", 1, ())


def test_a_rule_is_meant_by_title_id_or_file() -> None:
    """Its alerts are Sigma's with its id or title, nobody else's."""
    run = seen(1, alert(detector="sigma", rule="0f36047e", title="Many names"), alert(title="Many names"))
    for name in ("many names", "0f36047e", "dns"):
        assert len(alerts_meant(Accusation(rule=name), run, [RULE])) == 1
    assert alerts_meant(Accusation(rule="other"), run, [RULE]) == []
    assert len(alerts_meant(Accusation(any=True), run, [RULE])) == 2


def test_assets_are_patterns() -> None:
    """One or several."""
    run = seen(1, alert(entity="ws-01"), alert(entity="amr-003"))
    assert [a.entity for a in alerts_meant(Accusation(any=True, entity=("ws-*", "dc-01")), run, [])] == ["ws-01"]


def test_the_first_alert_after_the_moment_is_the_detection() -> None:
    """At the moment itself counts, a microsecond earlier does not."""
    run = seen(1, alert(-1), alert(0), alert(5))
    found = detection(Accusation(detector="scan"), run, [], SCAN_US)
    assert found is not None
    assert found.time_us == SCAN_US


def test_in_a_recording_without_truth_any_asset_will_do() -> None:
    """Nobody knows who was guilty."""
    run = seen(0, alert(right=False), story="", steps=(), impacts=(), known="nothing")
    assert detection(Accusation(any=True), run, [], 0) is not None
    assert moment(run, "attack") == 0


def test_moments_are_the_earliest_of_their_kind() -> None:
    """A benign step is no attack; what never came has no moment."""
    run = seen(
        1, steps=(step(5, step="campaign", benign=True), step(2 * SCAN_US), step()), impacts=(impact(7), impact(9))
    )
    assert moment(run, "attack") == moment(run, "step.scan.start") == SCAN_US
    assert moment(run, "step.scan.effect") == SCAN_US + MINUTE_US
    assert moment(run, "impact.takeover") == SCAN_US + 7_000_000
    assert moment(run, "impact.jam") is None
    assert moment(run, "step.other.start") is None
    assert moment(run, "story") == 0


def test_a_detector_that_did_not_listen_is_a_hindrance() -> None:
    """Of a rule it is the Sigma detector."""
    run = seen(1)
    assert hindered(Accusation(detector="scan"), run) == ""
    assert hindered(Accusation(any=True), run) == ""
    assert hindered(Accusation(rule="x"), run) == "nobody listened"


def test_where_labels_say_what_was_attacked_an_alert_elsewhere_detects_nothing() -> None:
    """Even one that the promise names; and the clock starts at the first label."""
    wrong = seen(0, alert(right=False), story="", impacts=(), known="labels")
    assert moment(wrong, "attack") == SCAN_US
    for said in (Accusation(any=True), Accusation(detector="scan", entity="coffee-01")):
        assert detection(said, wrong, [], 0) is None
        assert detection(said, seen(0, alert(), story="", impacts=(), known="labels"), [], 0) is not None
