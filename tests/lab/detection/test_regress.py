"""A regression from files to verdicts, twice, and what must never be green."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.seen import write
from tests.lab.detection.sights import SINGLE, UNABLE, write_rule
from tests.lab.detection.takes import EARLY, TEXT
from twin.core.errors import BadInput
from twin.lab.detection.outputs import render
from twin.lab.detection.regress import regress, regress_on
from twin.lab.detection.results import Outcome
from twin.lab.run import run


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where runs are kept."""
    return tmp_path_factory.mktemp("cache")


def _verdicts(outcome: Outcome) -> list[tuple[str, str]]:
    return [(check.what, check.verdict) for check in outcome.checks]


def test_promises_are_kept_and_runs_are_made_once(tmp_path: Path, cache: Path) -> None:
    """The second time nothing is made, and nothing is judged otherwise."""
    write(tmp_path, TEXT)
    told: list[tuple[int, int]] = []
    first = regress([tmp_path], cache=cache, workers=1, progress=lambda done, of: told.append((done, of)))
    again = regress([tmp_path], cache=cache, workers=1)
    wanted = [("expect[0].alerts", "passed"), ("expect[0].recall", "passed"), ("expect[0].time_to_detect", "passed")]
    assert _verdicts(first) == _verdicts(again) == wanted
    assert (first.made, first.reused, again.made, again.reused) == (2, 0, 0, 2)
    assert first.tests == again.tests
    assert first.exit_code == 0
    assert told == [(1, 2), (2, 2)]
    assert first.cpu_seconds > 0


def test_processes_share_the_work_and_change_nothing(tmp_path: Path, cache: Path) -> None:
    """Three runs are worth two processes."""
    write(tmp_path, TEXT.replace("seeds: 2", "seeds: [11, 12, 13]"))
    shared = regress([tmp_path], cache=tmp_path / "shared", workers=2)
    alone = regress([tmp_path], cache=cache, workers=1)
    assert shared.tests == alone.tests
    assert (shared.made, alone.made) == (3, 3)


def test_a_rule_that_finds_nothing_breaks_the_promise(tmp_path: Path, cache: Path) -> None:
    """The detector that never speaks is the judge of the judge; the one that always speaks is too loud."""
    text = TEXT.replace("seeds: 2", "detectors: [{kind: never}, {kind: always}]\nseeds: 2")
    write(tmp_path, text.replace("detector: scan", "detector: never"), "never.detect.yml")
    loud = text.replace("detector: scan", "detector: always").replace("{at_least: 1}", "{at_most: 0}")
    write(tmp_path, loud.replace("    entity: coffee-01\n    technique: T0846\n", ""), "always.detect.yml")
    outcome = regress([tmp_path], cache=cache, workers=1)
    assert outcome.exit_code == 1
    assert {check.verdict for check in outcome.tests[1].checks} == {"failed"}
    assert outcome.tests[0].checks[0].verdict == "failed"
    assert any("scan begins" in line for line in outcome.tests[1].checks[0].timeline)


def test_nothing_collected_is_not_green(tmp_path: Path) -> None:
    """An empty folder, and a test whose attack never comes."""
    assert regress([tmp_path]).exit_code == 5
    text = TEXT.replace("    alerts: {at_least: 1}\n", "").replace("from: step.scan.start", "from: step.scan.effect")
    write(tmp_path, text.replace("    recall: {at_least: 0.4}\n", ""))
    outcome = regress([tmp_path], cache=tmp_path / "cache", workers=1)
    assert (_verdicts(outcome), outcome.exit_code) == ([("expect[0].time_to_detect", "nothing")], 5)


def test_one_broken_file_stops_everything_with_all_faults(tmp_path: Path) -> None:
    """Nothing is run, and the faults of all files are there."""
    write(tmp_path, TEXT, "good.detect.yml")
    write(tmp_path, TEXT.replace("story:", "stroy:"), "one.detect.yml")
    write(tmp_path, TEXT.replace("detector: scan", "detector: scam"), "two.detect.yml")
    outcome = regress([tmp_path], cache=tmp_path / "cache")
    assert outcome.exit_code == 3
    assert {Path(fault.place.source).name for fault in outcome.faults} == {"one.detect.yml", "two.detect.yml"}
    assert not (tmp_path / "cache").exists()


def test_a_rule_that_two_tests_name_has_its_fault_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every form, at its place below the working folder."""
    (tmp_path / "tests").mkdir()
    write_rule(tmp_path, UNABLE, "unable.yml")
    for name, way in (("one", "../unable.yml"), ("two", "./../tests/../unable.yml")):
        rules = f"detectors: [{{kind: sigma, rules: [{way}]}}]\nseeds: 2"
        write(tmp_path / "tests", TEXT.replace("seeds: 2", rules), f"{name}.detect.yml")
    monkeypatch.chdir(tmp_path)
    outcome = regress(["tests"])
    assert [str(fault.place) for fault in outcome.faults if fault.code == "field-unknown"] == ["unable.yml:4:7"]
    for form in ("github", "junit", "json"):
        assert str(tmp_path) not in render(outcome, form), form
        assert "../" not in render(outcome, form), form


def test_numbers_that_cannot_be_are_refused(tmp_path: Path) -> None:
    """As everywhere."""
    with pytest.raises(BadInput, match="--workers"):
        regress([tmp_path], workers=0)
    with pytest.raises(BadInput, match="--seeds"):
        regress([tmp_path], seeds=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run leaves behind, as far as it is read here."""
    done = run("coffee-machine", "zones", seed=1, hours=0.05, settings=EARLY)
    folder = tmp_path_factory.mktemp("run")
    done.log.write(folder)
    done.recording.write_register(folder)
    _write_run(done, folder)
    return folder


def test_a_run_on_disk_is_judged_like_the_run(tmp_path: Path, folder: Path) -> None:
    """With its truth; an unknown folder is a fault, not a success."""
    write(tmp_path, TEXT)
    outcome = regress_on([tmp_path / "x.detect.yml"], folder, "zones")
    assert _verdicts(outcome)[0] == ("expect[0].alerts", "passed")
    assert outcome.tests[0].runs[0].steps
    assert regress_on([tmp_path / "x.detect.yml"], tmp_path / "nowhere", "zones").exit_code == 3


def test_what_needs_no_run_is_judged_on_a_recording_and_what_needs_its_own_is_untested(
    tmp_path: Path, folder: Path
) -> None:
    """Nothing that the file promises or warns of is left out without a word."""
    rest = """
benign: {stories: [quiet-day], seeds: 1, hours: 1, false_alerts_per_day: {at_most: 0.1}}
robustness: [{detector: scan, vary: story.steps.scan.ports, values: [10]}]
cases: [{rule: write, event: {func: read_coils}, match: true}]
"""
    ruled = TEXT.replace("seeds: 2", "seeds: 2\ndetectors: [{kind: scan}, {kind: sigma, rules: [./write.yml]}]")
    write(tmp_path, ruled + rest)
    write_rule(tmp_path, SINGLE, "write.yml")
    outcome = regress_on([tmp_path], folder, "flat")
    assert _verdicts(outcome)[-3:] == [
        ("benign.false_alerts_per_day", "nothing"), ("robustness[0]", "nothing"), ("cases[0]", "failed"),
    ]  # fmt: skip
    assert all("not judged on a recording" in check.message for check in outcome.checks[-3:-1])
    assert {warning.code for warning in outcome.warnings} >= {"too-few-days"}


def _write_run(done: object, folder: Path) -> None:
    import json

    from twin.lab.run import Run

    assert isinstance(done, Run)
    document = {**done.to_json(), "inputs": done.recipe.to_json()}
    (folder / "run.json").write_text(json.dumps(document), encoding="utf-8")
