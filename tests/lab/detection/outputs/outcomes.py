"""An outcome with everything in it that can go wrong, made by hand."""

from __future__ import annotations

from dataclasses import replace

from tests.lab.detection.seen import alert, impact, seen, step
from twin.core.errors import Fault, Place
from twin.lab.detection.results import Check, Outcome, TestResult
from twin.lab.detection.scores import scores_of
from twin.lab.detection.timeline import timeline
from twin.lab.statistics import share_interval

NASTY = "a <b> & \"c\" | `d` 'e' \x01 ünï"
"""A title that no format may break at."""
FOUND = seen(1, alert())
MISSED = seen(2, alert(entity="ws-03", right=False), steps=(step(), step(move="probe", benign=True)),
              impacts=(impact(),))  # fmt: skip
KEPT = Check(
    test=NASTY, story="coffee-machine", posture="zones", what="expect[0].recall", subject="scan on coffee-01",
    file="detections/x.detect.yml", line=7, column=5, verdict="passed", measured=share_interval(2, 2), unit="share",
    wanted="at least 0.4 at 95%", message="2 of 2 runs detected",
)  # fmt: skip
BROKEN = replace(
    KEPT, posture="flat", verdict="failed", measured=share_interval(1, 2), message="1 of 2 runs detected; seed 2",
    timeline=(MISSED.label, *timeline(MISSED, "not detected by scan on coffee-01")), rule_file="rules/scan.yml",
    rule_line=4, seeds=(2,),
)  # fmt: skip
MUTE = replace(KEPT, what="expect[1].alerts", verdict="error", measured=None, message="sigma did not run: no dns")
UNTESTED = replace(KEPT, what="expect[2].before", verdict="nothing", measured=None, message="impact.x never came")
CASE = replace(KEPT, what="cases[0]", story="", posture="", measured=None, subject=NASTY, message="matches")
WARNING = Fault(Place("detections/x.detect.yml", 9, 3), "too-few-seeds", "2 runs prove little", "run 30")
FAULT = Fault(Place("rules/y.yml", 3), "bad-rule", f"no condition in {NASTY}", "write one")


def outcome(*checks: Check) -> Outcome:
    """Of one test file with these *checks*; all sorts of them where none is named."""
    runs = (FOUND, MISSED)
    every = checks or (KEPT, BROKEN, MUTE, UNTESTED, CASE)
    return Outcome((TestResult(KEPT.file, NASTY, every, runs, scores_of(runs, ())),), (), (WARNING,), 1, 1, 2.5)


FAULTY = Outcome(faults=(FAULT,))
EMPTY = Outcome()
ALL = (outcome(), outcome(KEPT), FAULTY, EMPTY, replace(outcome(), tests=(TestResult("x.detect.yml", "x", (), ()),)))
