"""Quiet days: false alerts by their upper bound, and minutes by cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lab.detection.seen import alert, seen, stage
from twin.core.units import DAY_US
from twin.lab.detection.promises import Benign
from twin.lab.detection.quiet import analyst_minutes, judge_quiet
from twin.lab.detection.results import Check, Listened, RunSeen

DAY = replace(seen(1, steps=(), impacts=()), story="quiet-day", span_us=DAY_US, benign=True)


def _benign(**said: object) -> Benign:
    return Benign.model_validate({"stories": ["quiet-day"], "days": 5, **said})


def _judged(runs: list[RunSeen], benign: Benign) -> Check:
    (check,) = judge_quiet(stage(*runs), benign, 4.0)
    return check


def test_five_silent_days_prove_six_tenths_a_day() -> None:
    """Zero alerts are not a rate of zero."""
    kept = _judged([DAY] * 5, _benign(false_alerts_per_day={"at_most": 0.6}))
    broken = _judged([DAY] * 5, _benign(false_alerts_per_day={"at_most": 0.5}))
    assert (kept.verdict, broken.verdict) == ("passed", "failed")
    assert kept.measured is not None
    assert kept.measured.hi == pytest.approx(0.599, abs=1e-3)
    assert "watch more days" in broken.message


def test_a_loud_day_is_shown_with_who_spoke_most() -> None:
    """The worst run has its timeline, and the loudest pair its count."""
    loud = replace(DAY, seed=3, alerts=(alert(1), alert(2), alert(3, detector="dns", entity="ws-03")))
    check = _judged([DAY, loud], _benign(false_alerts_per_day={"at_most": 0.5}))
    assert check.seeds == (3,)
    assert "scan on coffee-01 2 times, dns on ws-03 1 times" in check.message
    assert len(check.timeline) == 4


def test_a_case_costs_a_triage_and_what_joins_it_ten_seconds() -> None:
    """Two entities, three alerts: two cases of four minutes and ten seconds more."""
    run = replace(DAY, alerts=(alert(1), alert(2), alert(3, entity="ws-03")))
    assert analyst_minutes(run, 4.0) == pytest.approx(8 + 10 / 60)


def test_minutes_are_bounded_by_the_cases_that_were_counted() -> None:
    """Two cases in two days are at most 3.148 a day (Garwood), each as long as it was; an hour proves little."""
    run = replace(DAY, alerts=(alert(1), alert(2), alert(3, entity="ws-03")))
    bound = 3.1479 * (8 + 10 / 60) / 2
    kept, broken = (
        _judged([run, DAY], _benign(analyst_minutes_per_day={"at_most": bound + change})) for change in (0.01, -0.01)
    )
    assert (kept.verdict, broken.verdict) == ("passed", "failed")
    assert kept.measured is not None
    assert kept.measured.hi == pytest.approx(bound, abs=1e-3)
    assert "at most 12.9 at 95%" in kept.message
    hour = replace(DAY, span_us=DAY_US // 24)
    assert _judged([hour], _benign(analyst_minutes_per_day={"at_most": 60})).verdict == "failed"


def test_days_that_nobody_listened_to_prove_nothing() -> None:
    """Neither do days that were not run."""
    benign = _benign(false_alerts_per_day={"at_most": 10})
    deaf = replace(DAY, listened=(Listened(0, "scan", ran=False, reason="no flows"),))
    assert _judged([deaf], benign).verdict == "error"
    assert _judged([], benign).verdict == "nothing"
