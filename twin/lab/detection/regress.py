"""The regression: test files in, verdicts out, every run made once.

Files are read first, and any fault in any of them stops everything before a run is made. Then all runs that the files
ask for are gathered, each once for all rulesets that are to hear it, and shared among processes; what was kept costs
nothing. At last every promise is judged.

Source: ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import process_time

from twin.core.errors import BadInput, Fault
from twin.lab.asked import check_seeds, check_workers, faults_of
from twin.lab.compare import outcomes
from twin.lab.detection.brought import hear_recording
from twin.lab.detection.cases import judge_cases
from twin.lab.detection.detect_file import TestFile, read_test, test_files
from twin.lab.detection.judge import Stage, judge_promise
from twin.lab.detection.keeping import let_go
from twin.lab.detection.labels import labels_of
from twin.lab.detection.listen import do, is_kept
from twin.lab.detection.outputs.words import escaped, plain
from twin.lab.detection.places import each_once
from twin.lab.detection.plan import Wanted, gather, plan
from twin.lab.detection.quiet import QUIET, judge_quiet
from twin.lab.detection.results import Check, Outcome, RunSeen, TestResult
from twin.lab.detection.robust import judge_robustness
from twin.lab.detection.rules import rules_of
from twin.lab.detection.scores import scores_of
from twin.lab.loader import load_posture
from twin.lab.recording import Recording
from twin.lab.written import in_order

CACHE = Path(".twin-cache")
"""Where runs are kept unless somebody says otherwise; it may be thrown away."""
Progress = Callable[[int, int], None]
"""Told how many runs of how many are complete."""
FEW = 2
"""So few runs are not worth the start of another process."""


def regress(
    paths: Iterable[str | Path], *, cache: Path = CACHE, workers: int | None = None, seeds: int | None = None,
    progress: Progress | None = None,
) -> Outcome:  # fmt: skip
    """Every test in *paths* (files ``*.detect.yml``, or folders), judged.

    Runs are kept under *cache* and shared among *workers* processes, by default one a processor; *seeds* replaces the
    files' own counts. Faults of files are in the outcome; raises ``BadInput`` for numbers that cannot be.
    """
    wrong = faults_of(partial(check_workers, workers), *([partial(check_seeds, seeds)] if seeds is not None else []))
    if wrong:
        raise BadInput(wrong)
    began = process_time()
    files, faults = read_tests(paths, seeds)
    if faults:
        return Outcome(faults=tuple(in_order(each_once(faults))), cpu_seconds=process_time() - began)
    found = judge_files(files, cache, workers, progress)
    return replace(found, cpu_seconds=found.cpu_seconds + process_time() - began)


def regress_on(
    paths: Iterable[str | Path], logs: Path, posture: str, site: str | None = None, labels: Path | None = None
) -> Outcome:
    """The expectations of every test in *paths*, judged on the recording in *logs* instead of their own runs.

    *posture* watches, *site* says what its defenders know, *labels* is a file that says what was attacked when. Cases
    are judged as ever; quiet days and robustness need runs of their own, and are told as untested.
    """
    began = process_time()
    files, faults = read_tests(paths)
    faults += faults_of(partial(Recording.read, logs), partial(load_posture, posture))
    faults += faults_of(partial(labels_of, labels, Recording.read(logs))) if labels and not faults else []
    if faults:
        return Outcome(faults=tuple(in_order(each_once(faults))), cpu_seconds=process_time() - began)
    changes = {"story": "", "stories": (), "recording": str(logs), "postures": (posture,), "site": site,
               "benign": None, "robustness": (), "cases": ()}  # fmt: skip
    moved = [replace(file, test=file.test.model_copy(update=changes)) for file in files]
    found = judge_files(moved, labels=labels)
    tests = tuple(
        replace(test, checks=(*test.checks, *_needing_runs(file, posture), *judge_cases(file)))
        for test, file in zip(found.tests, files, strict=True)
    )
    return replace(found, tests=tests, cpu_seconds=process_time() - began)


def _needing_runs(file: TestFile, posture: str) -> Iterator[Check]:
    """What *file* promises that a recording cannot tell, untested."""
    test, stage = file.test, Stage(file, "", posture, (), ())
    message = "not judged on a recording: it needs runs of its own"
    for name in QUIET if test.benign is not None else ():
        if getattr(test.benign, name) is not None:
            yield stage.check(f"benign.{name}", None, verdict="nothing", message=message)
    for number, each in enumerate(test.robustness):
        yield stage.check(f"robustness[{number}]", each, verdict="nothing", message=message)


def read_tests(paths: Iterable[str | Path], seeds: int | None = None) -> tuple[list[TestFile], list[Fault]]:
    """The tests in *paths*, and the faults of those that cannot be read; *seeds* replaces the files' own counts."""
    found, faults = test_files(paths)
    files: list[TestFile] = []
    for path in found:
        try:
            files.append(read_test(path, seeds))
        except BadInput as error:
            faults += error.faults
    return files, faults


def judge_files(
    files: Sequence[TestFile], cache: Path = CACHE, workers: int | None = None, progress: Progress | None = None,
    labels: Path | None = None,
) -> Outcome:  # fmt: skip
    """The verdicts on *files*, which have been read; ``cpu_seconds`` is that of worker processes alone.

    *labels* say what was attacked in recordings that have no truth of their own.
    """
    wanted = [plan(file) for file in files]
    heard = _listen([each for group in wanted for each in group], cache, workers, progress, labels)
    results = []
    for file, group in zip(files, wanted, strict=True):
        own = {each: heard.seen[each] for each in group}
        checks = tuple(map(plain, (*_judge(file, own), *judge_cases(file))))
        scores = scores_of(tuple(own.values()), [heard.nulls[each] for each in group if each in heard.nulls])
        results.append(TestResult(str(file.path), escaped(file.test.title), checks, tuple(own.values()), scores))
    warnings = tuple(warning for file in files for warning in file.warnings)
    return Outcome(tuple(results), (), warnings, heard.made, heard.runs - heard.made, heard.spent)


@dataclass
class _Heard:
    """What was seen for each who asked, and by those who know nothing; runs, how many of them simulated, CPU s."""

    seen: dict[Wanted, RunSeen]
    runs: int
    nulls: dict[Wanted, RunSeen] = field(default_factory=dict)
    made: int = 0
    spent: float = 0.0


def _listen(
    wanted: Sequence[Wanted], cache: Path, workers: int | None, progress: Progress | None, labels: Path | None
) -> _Heard:
    """What was seen for each; ``spent`` is the CPU time of other processes."""
    asked = gather(wanted)
    new = sum(not is_kept(work, cache) for work, _ in asked)
    alone = workers if new > FEW else 1
    brought = {
        each: hear_recording(each.recording, each.posture, each.ruleset, each.site, labels)
        for each in wanted
        if each.recording is not None
    }
    heard = _Heard(brought, len(asked))
    who = {id(work): group for work, group in asked}
    works = [work for work, _ in asked]
    for number, (work, done) in enumerate(outcomes(works, partial(do, root=cache), alone), 1):
        heard.made += done.made
        heard.spent += 0.0 if alone == 1 else done.cpu_seconds
        for place, each in enumerate(who[id(work)]):
            heard.seen[each] = _told(each, done.runs[place])
            heard.nulls[each] = _told(each, done.nulls[place] if work.live else done.runs[-1])
        if progress:
            progress(number, len(asked))
    let_go(cache)
    return heard


def _told(wanted: Wanted, run: RunSeen) -> RunSeen:
    return replace(run, benign=wanted.role == "benign", variant=wanted.variant)


def _judge(file: TestFile, found: dict[Wanted, RunSeen]) -> Iterator[Check]:
    """The checks of *file*, story by story and posture by posture; *found* has its runs."""
    test = file.test
    groups: dict[tuple[str, int, str, str], list[Wanted]] = {}
    for each in found:
        story = "" if each.role == "benign" else each.story
        groups.setdefault((each.role, each.number, story, each.posture.name), []).append(each)
    for (role, number, _, posture), group in groups.items():
        runs = tuple(sorted((found[each] for each in group), key=lambda run: (run.story, run.variant, run.seed)))
        story = "" if role == "benign" else runs[0].story
        stage = Stage(file, story, posture, runs, rules_of(group[0].ruleset))
        if role == "expect":
            for place, promise in enumerate(test.expect):
                yield from judge_promise(stage, place, promise)
        elif role == "robustness":
            yield judge_robustness(stage, number, test.robustness[number])
        elif test.benign is not None:
            yield from judge_quiet(stage, test.benign, group[0].posture.response.triage_min)
