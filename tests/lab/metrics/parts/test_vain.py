"""Which measures answered nobody."""

from __future__ import annotations

from tests.lab.logs import decision, evidence, label, row, step, taken
from twin.lab.metrics.parts.vain import vain_eur, vain_measures

ISOLATED = decision(5, "applied", "isolate_device", "ws-01")


def test_a_measure_on_an_asset_that_an_attack_never_worked_in_is_in_vain() -> None:
    """What it holds, acts from or has an effect in is not, whenever that was."""
    assert [measure.target for measure in vain_measures(evidence(ISOLATED))] == ["ws-01"]
    for involved in (taken(50, "ws-01"), step(2, "start", actor="ws-01"), step(2, "effect_start", target="ws-01")):
        assert vain_measures(evidence(ISOLATED, involved)) == []


def test_being_knocked_at_is_no_part() -> None:
    """The victim of a scan is isolated in vain."""
    knocked = row("reached", 2, src="amr-001", dst="ws-01", service="scan")
    assert len(vain_measures(evidence(ISOLATED, knocked, taken(1, "amr-001")))) == 1


def test_a_measure_on_many_is_not_in_vain_if_one_of_them_was_involved() -> None:
    """The fleet stands because of one robot that was held."""
    stopped = decision(5, "applied", "stop_fleet", "amr")
    assert vain_measures(evidence(stopped, taken(1, "amr-001"))) == []
    assert len(vain_measures(evidence(stopped, taken(1, "ws-01")))) == 1


def test_an_account_that_an_attack_tried_to_log_on_with_is_not_closed_in_vain() -> None:
    """Closed everywhere it names no asset; another account met nobody."""
    tried = row("flow", 9, flow=1, src="ws-01", dst="dc-01", service="smb", user="administrator", tap="edge")
    closed = decision(5, "applied", "revoke_credential", "domain-admin")
    assert vain_measures(evidence(closed, tried, label(1))) == []
    assert len(vain_measures(evidence(closed, tried))) == 1


def test_what_was_refused_or_only_decided_is_no_measure() -> None:
    """It did nothing to anybody."""
    rows = decision(5, "decided", "isolate_device", "ws-01"), decision(6, "refused", "isolate_device", "ws-01")
    assert vain_measures(evidence(*rows)) == []


def test_it_costs_staff_time_and_a_check_for_each_asset() -> None:
    """Ten minutes each at 60 EUR an hour, and 150 EUR for the one asset; slowing a fleet re-images nobody."""
    again = decision(9, "applied", "isolate_device", "ws-01", number=2)
    assert vain_eur(evidence(ISOLATED, again)) == 20 + 150
    assert vain_eur(evidence(decision(5, "applied", "slow_fleet", "amr"))) == 5
    assert vain_eur(evidence()) == 0
