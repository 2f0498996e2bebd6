"""What is heard on a tape is what was said live, and nothing is asked twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.lab.detection.takes import TAKE
from twin.lab.detection import listen
from twin.lab.detection.listen import Work, choice_key, do, is_kept, waits_for_alerts
from twin.lab.detection.results import RunSeen
from twin.lab.loader import load_story
from twin.lab.run import Run, run
from twin.lab.scenario import Choice

RULESET = TAKE.inputs.posture.ruleset


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where runs are kept."""
    return tmp_path_factory.mktemp("cache")


def _live(settings: tuple[str, ...]) -> Run:
    return run(TAKE.story, TAKE.posture, seed=TAKE.seed, hours=TAKE.hours, settings=(*TAKE.settings, *settings))


def _said(done: Run) -> list[tuple[object, ...]]:
    names = ("time", "detector", "title", "entity", "technique", "level", "evidence", "evidence_rows")
    return [tuple(alert[name] for name in names) for alert in done.alerts]


def _heard(seen: RunSeen) -> list[tuple[object, ...]]:
    return [(a.time_us, a.detector, a.title, a.entity, a.technique, a.level, a.evidence, a.rows) for a in seen.alerts]


def test_a_tape_is_heard_as_the_run_was_live(root: Path) -> None:
    """Every alert, in order, with its evidence; and the second time nothing is made."""
    work = Work(TAKE, (RULESET,))
    assert not is_kept(work, root)
    first, again = do(work, root), do(work, root)
    assert (first.made, again.made) == (True, False)
    assert first.runs == again.runs
    assert is_kept(work, root)
    assert _heard(first.runs[0]) == _said(_live(("posture.response.analysts=0",))) != []


def test_right_alerts_belong_to_a_step(root: Path) -> None:
    """The scan's are the scan's."""
    (seen,) = do(Work(TAKE, (RULESET,)), root).runs
    scans = [alert for alert in seen.alerts if alert.detector == "scan" and alert.entity == "coffee-01"]
    assert scans
    assert all(alert.right and alert.step == "scan" for alert in scans)
    assert [each.ran for each in seen.listened] == [True] * len(RULESET)


def test_one_run_serves_several_rulesets(root: Path) -> None:
    """Each has its own places for its detectors."""
    short = (Choice(kind="volume"), Choice(kind="scan", parameters={"cadence_s": 10}))
    full, part = do(Work(TAKE, (RULESET, short)), root).runs
    assert {alert.detector for alert in part.alerts} == {"scan"}
    assert [alert.position for alert in part.alerts] == [1] * len(part.alerts)
    assert len(full.alerts) >= len(part.alerts)


def test_a_changed_rule_asks_its_own_detector_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is not made again, and the others are not asked."""
    rule = tmp_path / "one.yml"
    text = (
        "title: Coffee speaks\nlogsource: {category: network_connection}\ndetection:\n"
        "  s: {src_kind: coffee_machine}\n  condition: s\nlevel: LEVEL\n"
    )
    rule.write_text(text.replace("LEVEL", "low"), encoding="utf-8")
    choice = Choice(kind="sigma", parameters={"rules": [str(rule)]})
    work = Work(TAKE, ((*RULESET, choice),))
    before = do(work, root).runs[0]
    rule.write_text(text.replace("LEVEL", "high"), encoding="utf-8")
    os.utime(rule, ns=(1, 1))
    asked: list[str] = []
    plain = listen._listen
    monkeypatch.setattr(listen, "_listen", lambda tape, take, choices: (
        asked.extend(each.kind for each in choices), plain(tape, take, choices))[1])  # fmt: skip
    monkeypatch.setattr(listen, "make_tape", None)
    after = do(work, root).runs[0]
    assert asked == ["sigma"]
    levels = [{a.level for a in seen.alerts if a.title == "Coffee speaks"} for seen in (before, after)]
    assert levels == [{"low"}, {"high"}]


def test_parameters_and_files_decide_the_key_of_a_detector(tmp_path: Path) -> None:
    """And nothing else: the same words have the same key."""
    scan = Choice(kind="scan", parameters={"cadence_s": 10})
    assert choice_key(scan) == choice_key(Choice(kind="scan", parameters={"cadence_s": 10}))
    assert choice_key(scan) != choice_key(Choice(kind="scan", parameters={"cadence_s": 11}))
    file = tmp_path / "model.bin"
    file.write_bytes(b"1")
    learned = Choice(kind="scan", parameters={"model": str(file)})
    before = choice_key(learned)
    file.write_bytes(b"2")
    os.utime(file, ns=(2, 2))
    assert choice_key(learned) != before


def test_a_live_run_is_answered_and_kept(root: Path) -> None:
    """With the posture's plan, so that its alerts are those of a run by itself."""
    work = Work(TAKE, (RULESET,), live=True)
    first, again = do(work, root), do(work, root)
    assert (first.made, again.made) == (True, False)
    assert first.runs == again.runs
    assert _heard(first.runs[0]) == _said(_live(()))
    assert is_kept(work, root)


def test_a_live_run_is_heard_by_those_who_know_nothing_too(root: Path) -> None:
    """Beside each ruleset; and rules that had no row to read are named, as those of a tape are."""
    rules = Choice(kind="sigma", parameters={"rules": ["ot", "physical"], "cadence_s": 10})
    work = Work(TAKE, ((Choice(kind="scan"), rules),), live=True)
    first, again = do(work, root), do(work, root)
    (null,) = first.nulls
    assert again.nulls == first.nulls
    assert [each.kind for each in null.listened] == ["never", "random", "always"]
    assert {alert.detector for alert in null.alerts} == {"random", "always"}
    assert any(alert.right for alert in null.alerts)
    taped = do(Work(TAKE, work.rulesets), root).runs[0]
    assert [each.unread for each in first.runs[0].listened] == [each.unread for each in taped.listened]
    assert any(each.unread for each in taped.listened)


@pytest.mark.parametrize(
    ("story", "waits"), [("coffee-machine", False), ("patient-intruder", None), ("quiet-day", False)]
)
def test_stories_that_wait_for_alerts_are_known(story: str, waits: bool | None) -> None:
    """By their triggers."""
    told = load_story(story)
    by_alert = any(step.alert_on or (step.state and step.state.quantity in ("alerts", "metric")) for step in told.steps)
    assert waits_for_alerts(told) == (by_alert if waits is None else waits)
