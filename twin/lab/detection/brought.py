"""Recordings that somebody brings: a folder of ``twin import`` or ``twin run --out``, heard like a run.

A folder of a run has its truth beside it: then its steps and impacts are known, and which alerts were right. What was
imported has none, unless somebody labels it (:mod:`twin.lab.detection.labels`); promises about it are then about alerts
alone.

Source: none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from twin.core.log import Log
from twin.core.records import RECORDS
from twin.core.units import us
from twin.lab.detection.labels import labels_of, last_us
from twin.lab.detection.results import Listened, RunSeen, SeenAlert
from twin.lab.detection.rules import titles_of
from twin.lab.detection.truth import Truth, truth_of
from twin.lab.loader import load_inputs, load_site
from twin.lab.offline import Offline, offline
from twin.lab.recipe import read_recipe
from twin.lab.recording import IMPORT_FILE, RUN_FILE, Recording
from twin.lab.scenario import Choice, Posture

_TRUTH = ("attack", "compromise", "incident", "room", "variant")


def hear_recording(
    folder: Path, posture: Posture, ruleset: Sequence[Choice], site: str | None, labels: Path | None = None
) -> RunSeen:
    """What *ruleset* says of the recording in *folder*; *site* is what its defenders know.

    *labels* is a file that says when what was attacked, for a recording without truth of its own.
    """
    return hear_rules(folder, posture, ruleset, site, labels)[0]


def hear_rules(
    folder: Path, posture: Posture, ruleset: Sequence[Choice], site: str | None, labels: Path | None = None, *,
    judged: bool = True,
) -> tuple[RunSeen, Offline]:  # fmt: skip
    """The same, and what became of every detector and rule; not *judged*, a run's own truth is left alone."""
    recording = Recording.read(folder)
    told = _run_of(folder) if judged else None
    truth = _truth(folder, recording, told) if told else None
    if labels is not None:
        truth = labels_of(labels, recording)
    known = load_site(site) if site else None
    if truth is not None and told is not None:
        recording = recording.between(0, truth.span_us)
        known = known or load_site(told["site"])
    found = offline(recording, ruleset, known, posture.policy, lacks_of(folder))
    rules = [titles_of(choice) for choice in ruleset]
    alerts = tuple(_alert(each.alert, each.detector, each.position, rules, truth) for each in found.alerts)
    listened = tuple(
        Listened(n, each.kind, each.ran, each.reason, found.unread(n)) for n, each in enumerate(found.statuses)
    )
    seen = RunSeen(
        story=told["story"] if told else "", posture=posture.name, seed=told["seed"] if told else 0, quiet=False,
        variant=(), benign=False, starts=recording.starts.replace(tzinfo=None).isoformat(),
        span_us=truth.span_us if truth else last_us(recording) + 1, alerts=alerts, steps=truth.steps if truth else (),
        impacts=truth.impacts if truth else (), listened=listened, recording=str(folder),
        known="nothing" if truth is None else "labels" if labels is not None else "story",
    )  # fmt: skip
    return seen, found


def lacks_of(folder: Path) -> tuple[str, ...]:
    """Columns of flows that the import in *folder* could not fill; none for a run's folder."""
    path = folder / IMPORT_FILE
    told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return tuple(told.get("columns_that_this_kind_lacks", ()))


def _alert(
    alert: Any, kind: str, position: int, rules: Sequence[dict[str, str]], truth: Truth | None
) -> SeenAlert:  # fmt: skip
    right = truth is not None and truth.is_right(alert.entity, alert.time_us)
    step = truth.step_on(alert.entity, alert.time_us) if truth is not None and right else ""
    named = rules[position]
    return SeenAlert(
        alert.time_us, kind, position, named.get(alert.title, alert.title if named else ""), alert.title, alert.entity,
        alert.technique, alert.level, alert.evidence, alert.evidence_rows, step, right,
    )  # fmt: skip


def _run_of(folder: Path) -> dict[str, Any] | None:
    """What ``run.json`` says, if it is a run's folder."""
    path = folder / RUN_FILE
    told: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    return told


def _truth(folder: Path, recording: Recording, told: dict[str, Any]) -> Truth:
    """The truth of a run from its folder: its story is read again, its truth book is put into a log again."""
    recipe, _ = read_recipe(folder)
    inputs = load_inputs(recipe.story, recipe.posture, recipe.site, recipe.settings, recipe.hours)
    log = Log()
    for table in _TRUTH:
        for row in recording.rows(table):
            names = {column.name for column in RECORDS[table].columns if column.kind == "name"}
            log.one(table, **{name: value or "" if name in names else value for name, value in row.items()})
    span_us = us(told["sim_seconds"])
    log.seal(span_us + 1)
    found = truth_of(log, inputs.story, inputs.site, span_us)
    return replace(found, starts=recording.starts.replace(tzinfo=None).isoformat())
