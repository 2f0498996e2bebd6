"""The report's numbers for machines: what the JSON format carries beside the text.

Times are seconds after the story's start; what is undefined is null, and 0 is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from twin.core.units import SECOND_US
from twin.exercise.report.branches import Branch
from twin.exercise.report.candidates import Candidate
from twin.exercise.report.decisions import Taken, calibration
from twin.exercise.report.detection import calls_made, steps_seen
from twin.exercise.report.findings import plan
from twin.exercise.report.objectives import of_record
from twin.exercise.report.review import Review


def numbers(
    review: Review, taken: Sequence[Taken], branches: Sequence[Branch], found: Sequence[Candidate]
) -> dict[str, Any]:
    """Everything by name."""
    own, earlier = plan(review)
    return {
        "exercise": {
            "name": review.exercise.name, "sha256": review.loaded.sha256, "seed": review.run.seed,
            "story": review.run.story.name, "site": review.run.site.name, "posture": review.run.posture.name,
            "ended_s": review.ended_us / SECOND_US, "events": len(review.events), "run_digest": review.run.digest,
            "log_digest": review.events[-1].digest,
        },
        "metrics": {name: asdict(measure) for name, measure in review.run.metrics.items()},
        "steps": [
            {"step": each.step, "technique": each.technique, "start_s": each.start_us / SECOND_US,
             "alert_s": None if each.alert_us is None else each.alert_us / SECOND_US, "detector": each.detector,
             "outcome": each.outcome}
            for each in steps_seen(review)
        ],
        "triage": [
            {"alert": each.alert, "seat": each.seat, "verdict": each.verdict, "right": each.right,
             "correct": each.correct}
            for each in calls_made(review)
        ],
        "decisions": [_decision(each) for each in taken],
        "calibration": asdict(calibration(taken)),
        "ratings": {
            objective.id: {
                "proposed": review.proposals[objective.id].rating if objective.id in review.proposals else None,
                "of_record": of_record(review, objective.id) or None,
            }
            for objective in review.exercise.objectives
        },
        "branches": [branch.to_json() for branch in branches],
        "candidates": [
            {"id": each.id, "kind": each.kind, "text": each.text, "cites": list(map(str, each.cites))} for each in found
        ],
        "improvements": [asdict(item) for item in (*own, *earlier)],
    }  # fmt: skip


def _decision(each: Taken) -> dict[str, Any]:
    force = None if each.force_us is None else each.force_us / SECOND_US
    latency = None if each.latency_us is None else each.latency_us / SECOND_US
    return {
        "seq": each.cites[0].number, "card": each.card or None, "option": each.option or None, "seat": each.seat,
        "decided_s": each.decided_us / SECOND_US, "in_force_s": force, "latency_s": latency,
        "confidence": each.confidence, "right": each.right, "undone": each.undone, "outcome": each.outcome,
    }  # fmt: skip
