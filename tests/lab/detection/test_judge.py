"""Promises are kept, broken or untested for the reasons that they name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.lab.detection.seen import SCAN_US, alert, impact, seen, stage
from twin.lab.detection.judge import judge_promise
from twin.lab.detection.promises import Counted, Promise, Share, Soon
from twin.lab.detection.results import Check, Listened, RunSeen
from twin.lab.detection.rules import NamedRule


def _judged(runs: list[RunSeen], **said: Any) -> Check:
    (check,) = judge_promise(stage(*runs), 0, Promise(**{"detector": "scan", "entity": "coffee-01", **said}))
    return check


def test_thirty_of_thirty_keep_nine_in_ten_and_break_nineteen_in_twenty() -> None:
    """The lower bound decides, not the share, and the message says why."""
    runs = [seen(seed, alert()) for seed in range(1, 31)]
    kept = _judged(runs, recall=Share(at_least=0.9))
    broken = _judged(runs, recall=Share(at_least=0.95))
    assert (kept.verdict, broken.verdict) == ("passed", "failed")
    assert kept.measured is not None
    assert kept.measured.mean == 1
    assert kept.measured.lo == pytest.approx(0.917, abs=1e-3)
    assert "rule of three: 0.90" in broken.message
    assert broken.timeline == ()


@pytest.mark.parametrize(("runs", "words"), [(3, "can prove"), (4, "can prove (rule of three: 0.25)")])
def test_a_rule_of_three_that_proves_nothing_is_not_told(runs: int, words: str) -> None:
    """1 - 3/n is above 0 from four runs on."""
    broken = _judged([seen(seed, alert()) for seed in range(1, runs + 1)], recall=Share(at_least=0.95))
    assert broken.message.endswith(f"all that so few runs {words}")


def test_a_time_that_no_run_reaches_has_no_interval() -> None:
    """It is said once, with the number of runs."""
    never = _judged([seen(seed) for seed in range(1, 6)], time_to_detect=Soon(percentile=95, at_most_s=60))
    assert never.message == "95th percentile not reached in 5 runs; 5 of 5 runs not detected"


def test_one_alert_a_run_is_singular() -> None:
    """And one and a half are not."""
    one, two = seen(1, alert()), seen(2, alert(), alert(20))
    assert _judged([one], alerts=Counted(at_least=1)).message == "1 alert a run in 1 run"
    assert _judged([one, two], alerts=Counted(at_least=1)).message == "1.5 alerts a run in 2 runs"


def test_a_missed_seed_is_named_with_what_happened_in_it() -> None:
    """A timeline instead of 0 != 1."""
    runs = [seen(1, alert()), seen(2), seen(3, alert())]
    check = _judged(runs, recall=Share(at_least=0.9))
    assert check.verdict == "failed"
    assert check.seeds == (2,)
    assert check.timeline[0] == "coffee-machine, zones, seed 2"
    assert any("scan begins: port_scan from coffee-01 on dc-01" in line for line in check.timeline)
    assert check.timeline[-1].endswith("not detected by scan on coffee-01")


@pytest.mark.parametrize("changes", [{"entity": "ws-01"}, {"detector": "dns"}, {"technique": "T0800"},
                                     {"time_us": SCAN_US - 1}])  # fmt: skip
def test_another_alert_is_no_detection(changes: dict[str, Any]) -> None:
    """Of another asset, detector or technique, or from before the attack."""
    check = _judged([seen(1, alert(**changes))] * 10, technique="T0846", recall=Share(at_least=0.1))
    assert check.verdict == "failed"
    assert check.measured is not None
    assert check.measured.mean == 0


def test_without_an_asset_only_a_right_alert_counts() -> None:
    """Whoever accuses an innocent asset has detected nothing."""
    right, wrong = seen(1, alert()), seen(1, alert(right=False))
    assert _judged([right] * 10, entity="", recall=Share(at_least=0.5)).verdict == "passed"
    assert _judged([wrong] * 10, entity="", recall=Share(at_least=0.5)).verdict == "failed"


@pytest.mark.parametrize(("alerts", "verdict"), [(0, "failed"), (1, "passed"), (2, "passed"), (3, "failed")])
def test_alerts_are_counted_in_every_run(alerts: int, verdict: str) -> None:
    """One run that breaks the promise is enough."""
    odd = seen(7, *(alert(n) for n in range(alerts)))
    check = _judged([seen(1, alert()), odd], alerts=Counted(at_least=1, at_most=2))
    assert check.verdict == verdict
    assert check.seeds == ((7,) if verdict == "failed" else ())


def test_an_alert_before_the_attack_is_one_too_many_and_no_help() -> None:
    """It counts against the most and not for the least."""
    early = alert(-60)
    assert _judged([seen(1, early)], alerts=Counted(at_least=1)).verdict == "failed"
    assert _judged([seen(1, early, alert())], alerts=Counted(at_most=1)).verdict == "failed"


def test_silence_can_be_promised_of_a_quiet_run() -> None:
    """Without an attack there is nothing to wait for."""
    quiet = seen(1, steps=(), impacts=())
    assert _judged([quiet], alerts=Counted(at_most=0)).verdict == "passed"


def test_a_percentile_counts_the_undetected_as_late() -> None:
    """Nine of ten at once: the ninetieth is reached, the ninety-fifth is not, and no mean hides that."""
    runs = [seen(seed, alert(seed)) for seed in range(1, 10)] + [seen(10)]
    soon = _judged(runs, time_to_detect=Soon(percentile=90, at_most_s=9))
    never = _judged(runs, time_to_detect=Soon(percentile=95, at_most_s=1e6))
    assert (soon.verdict, never.verdict) == ("passed", "failed")
    assert soon.measured is not None
    assert (soon.measured.mean, soon.measured.undefined) == (9, 1)
    assert "not reached" in never.message
    assert never.seeds == (10,)


def test_a_confidence_judges_the_upper_limit() -> None:
    """Ten runs do not prove a ninetieth percentile, whatever it was."""
    runs = [seen(seed, alert(5)) for seed in range(1, 11)]
    promise = Soon.model_validate({"percentile": 90, "at_most_s": 60, "confidence": 0.95})
    assert _judged(runs, time_to_detect=promise).verdict == "failed"


def test_time_is_counted_from_the_moment_that_is_named() -> None:
    """From the story's start the same alert is ten minutes later, from the effect it has not come at all."""
    runs = [seen(seed, alert(30)) for seed in range(1, 11)]
    times = {}
    for since in ("attack", "story", "step.scan.start"):
        promise = Soon.model_validate({"percentile": 50, "at_most_s": 1e6, "from": since})
        measured = _judged(runs, time_to_detect=promise).measured
        times[since] = measured.mean if measured else None
    assert times == {"attack": 30, "story": SCAN_US / 1e6 + 30, "step.scan.start": 30}
    effect = Soon.model_validate({"percentile": 50, "at_most_s": 1e6, "from": "step.scan.effect"})
    assert _judged(runs, time_to_detect=effect).verdict == "failed"


def test_before_is_a_race_that_only_runs_with_the_impact_take_part_in() -> None:
    """Later than the impact is lost; without an impact anywhere nothing was tested."""
    first, late, spared = seen(1, alert(10)), seen(2, alert(200)), seen(3, impacts=())
    assert _judged([first, spared], before="impact.takeover").verdict == "passed"
    lost = _judged([first, late, spared], before="impact.takeover")
    assert (lost.verdict, lost.seeds) == ("failed", (2,))
    assert "first in 1 of 2 runs" in lost.message
    assert _judged([spared], before="impact.takeover").verdict == "nothing"
    assert _judged([seen(1, alert(10), impacts=(impact(10),))], before="impact.takeover").verdict == "failed"


def test_an_attack_that_never_began_tests_nothing() -> None:
    """Never green on nothing."""
    idle = seen(1, steps=(), impacts=())
    for said in ({"recall": Share(at_least=0.5)}, {"time_to_detect": Soon(at_most_s=1)}, {"before": "impact.takeover"}):
        assert _judged([idle], **said).verdict == "nothing"
    assert _judged([], recall=Share(at_least=0.5)).verdict == "nothing"


def test_few_alerts_are_no_merit_where_the_attack_never_began() -> None:
    """The story has one: its runs are untested; one that is too loud all the same has broken the promise."""
    idle = seen(1, steps=(), impacts=())
    loud = replace(idle, seed=2, alerts=(alert(), alert()))
    for runs, verdict in (([idle], "nothing"), ([idle, loud], "failed"), ([idle, seen(3, alert())], "passed")):
        file = stage(*runs, story="coffee-machine")
        (check,) = judge_promise(file, 0, Promise(detector="scan", alerts=Counted(at_most=1)))
        assert check.verdict == verdict
    assert check.measured is not None
    assert check.measured.n == 1


def test_a_rule_without_a_row_has_kept_nothing() -> None:
    """In no run; that it spoke too seldom is its fault all the same, and one run with a row is a test."""
    rule = NamedRule("Sweep", "", "sweep.yml", 1, ())
    read = seen(2, listened=(Listened(0, "sigma", ran=True, reason=""),))
    unread = seen(1, listened=(Listened(0, "sigma", ran=True, reason="", unread=("Sweep",)),))
    wanted = ((Counted(at_most=0), [unread], "nothing"), (Counted(at_most=0), [unread, read], "passed"),
              (Counted(at_least=1), [unread], "failed"))  # fmt: skip
    for counted, runs, verdict in wanted:
        judged = judge_promise(replace(stage(*runs), rules=(rule,)), 0, Promise(rule="Sweep", alerts=counted))
        assert [check.verdict for check in judged] == [verdict]


def test_runs_without_the_attack_do_not_count_as_missed() -> None:
    """Where the step was blocked before it began there is nothing to see."""
    check = _judged([seen(1, alert()), seen(2, steps=(), impacts=())], recall=Share(at_least=0.2))
    assert check.measured is not None
    assert (check.verdict, check.measured.n) == ("passed", 1)


def test_a_detector_that_could_not_speak_is_an_error() -> None:
    """Its silence is no result."""
    mute = seen(1, listened=(Listened(0, "scan", ran=False, reason="the recording has no flows"),))
    check = _judged([mute], alerts=Counted(at_most=0))
    assert (check.verdict, "no flows" in check.message) == ("error", True)


def test_a_sub_technique_is_its_technique() -> None:
    """T0846.001 is a T0846, and not the other way round."""
    runs = [seen(1, alert())] * 10
    assert _judged(runs, technique="T0846", recall=Share(at_least=0.5)).verdict == "passed"
    assert _judged([seen(1, alert(technique="T0846"))] * 10, technique="T0846.001",
                   recall=Share(at_least=0.5)).verdict == "failed"  # fmt: skip


def test_without_labels_only_counts_are_judged() -> None:
    """Nobody knows which alert is right, so whoever accuses whom neither keeps nor breaks a promise."""
    run = seen(0, alert(right=False), story="", steps=(), impacts=(), known="nothing")
    said = {"alerts": Counted(at_least=1), "recall": Share(at_least=0.1), "time_to_detect": Soon(at_most_s=1e6)}
    promise = Promise(any=True, before="impact.takeover", **said)  # type: ignore[arg-type]
    found = {check.what.rpartition(".")[2]: check for check in judge_promise(stage(run), 0, promise)}
    assert {what: check.verdict for what, check in found.items()} == {
        "alerts": "passed", "recall": "nothing", "time_to_detect": "nothing", "before": "nothing",
    }  # fmt: skip
    assert "without labels" in found["recall"].message
