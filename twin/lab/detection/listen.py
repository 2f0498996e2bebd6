"""Listening: what rulesets say of one run, each detector once for each state of its sources and its rules.

The detectors read a tape as they would have read the live run: the same rows at the same beats, with what defenders of
that hub know. What each of them said is kept beside the tape under a hash of its kind and parameters, of the files that
these name, and of the sources that watch. So a changed rule costs the evaluation of its own detector, and nothing else.

Where alerts change what happens (a response plan that acts, a step that waits for an alert) the run is made live with
its ruleset, and kept as a whole.

Source: ours.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from twin.core.names import Names
from twin.core.units import epoch_us
from twin.detectors.base import Alert
from twin.lab.build import register
from twin.lab.detection.keeping import mark_used
from twin.lab.detection.results import Listened, RunSeen, SeenAlert
from twin.lab.detection.rules import rule_paths, titles_of
from twin.lab.detection.scores import NULLS
from twin.lab.detection.tapes import (
    AFTERWARDS,
    Take,
    Tape,
    TapeReader,
    find_tape,
    make_tape,
    short_hash,
    sources,
)
from twin.lab.detection.truth import Truth, truth_of
from twin.lab.lifecycle.maturity import aged
from twin.lab.live import Simulated
from twin.lab.loader import Inputs
from twin.lab.metrics.base import Evidence
from twin.lab.metrics.parts.reading import right_alerts
from twin.lab.offline import listen
from twin.lab.resources import scenario_root
from twin.lab.run import Run
from twin.lab.scenario import Choice, Story
from twin.lab.simulate import simulate
from twin.lab.unknowns import Known
from twin.lab.watchers import SEEN, known_before
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.policies import POLICIES

_ALERTED = ("alerts", "metric")
"""Quantities of a state that may depend on alerts."""


@dataclass(frozen=True)
class Work:
    """One run and the rulesets that are to judge it; *live* runs are made with the ruleset, and answered."""

    take: Take
    rulesets: tuple[tuple[Choice, ...], ...]
    live: bool = False


@dataclass(frozen=True)
class Done:
    """What a :class:`Work` came to: one run seen for each ruleset; whether it was simulated; CPU time, s.

    Beside each live run ``nulls`` has what detectors that know nothing say of it.
    """

    runs: tuple[RunSeen, ...]
    made: bool
    cpu_seconds: float
    nulls: tuple[RunSeen, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What one detector said of one run, or why it could not speak; titles of its rules that had no row to read."""

    ran: bool
    reason: str
    alerts: tuple[Alert, ...]
    unread: tuple[str, ...] = ()


def waits_for_alerts(story: Story) -> bool:
    """Whether a step of *story* begins with an alert, or with a number that alerts may change."""
    return any(step.alert_on or (step.state and step.state.quantity in _ALERTED) for step in story.steps)


def is_kept(work: Work, root: Path) -> bool:
    """Whether everything that *work* asks for was kept under *root*, so that it costs nothing."""
    if work.live:
        return all(_live_path(work.take, ruleset, root).is_file() for ruleset in work.rulesets)
    folder = root / work.take.key
    choices = {choice_key(choice) for ruleset in work.rulesets for choice in ruleset}
    return folder.is_dir() and all((folder / f"{key}.json").is_file() for key in choices)


def do(work: Work, root: Path) -> Done:
    """Make the run if it was not kept under *root*, and listen to it with every ruleset."""
    from time import process_time

    began = process_time()
    if work.live:
        found = [_live(work.take, ruleset, root) for ruleset in work.rulesets]
        runs, nulls, made_each = zip(*found, strict=True)
        return Done(runs, any(made_each), process_time() - began, nulls)
    tape = find_tape(work.take, root)
    made = tape is None
    tape = tape or make_tape(work.take, root)
    mark_used(tape.folder)
    heard = hear(tape, work.take, [choice for ruleset in work.rulesets for choice in ruleset])
    runs = tuple(_seen(work.take, tape, ruleset, heard) for ruleset in work.rulesets)
    return Done(runs, made, process_time() - began)


def hear(tape: Tape, take: Take, choices: Sequence[Choice]) -> dict[str, Heard]:
    """What each of *choices* says of *tape*, by its key; those that were kept are not asked again."""
    wanted = {choice_key(choice): choice for choice in choices}
    found = {key: kept for key in wanted if (kept := _kept(tape.folder / f"{key}.json")) is not None}
    missing = {key: choice for key, choice in wanted.items() if key not in found}
    if missing:
        for key, heard in zip(missing, _listen(tape, take, tuple(missing.values())), strict=True):
            _keep(tape.folder / f"{key}.json", asdict(heard))
            found[key] = heard
    return found


def _listen(tape: Tape, take: Take, choices: tuple[Choice, ...]) -> list[Heard]:
    readers = {table: tape.reader(table) for table in SEEN}
    said = listen(choices, known_of(tape, take, tape.names()), readers, tape.truth.span_us, cut=True)
    return [
        Heard(
            status.ran, status.reason, tuple(each.alert for each in said.alerts if each.position == position),
            said.unread(position),
        )
        for position, status in enumerate(said.statuses)
    ]  # fmt: skip


def known_of(tape: Tape, take: Take, names: Names) -> Known:
    """What defenders of the hub of *take* know beforehand; assets are coded in *names*, those of *tape*."""
    inputs = take.inputs
    alike = replace(take, seed=0) if inputs.site.lifecycle == "as_written" else take
    watch = known_before(inputs.site.plant, *_hub(alike), names, epoch_us(inputs.story.starts))
    return Known(watch, tape.tables, tape.verdicts)


@lru_cache(maxsize=32)
def _hub(take: Take) -> tuple[Inventory, Segmentation]:
    """The register of a run, and its zones and conduits; the same for all seeds of a site taken as written."""
    inputs = take.inputs
    inventory = aged(register(inputs.site), inputs.site, take.seed, inputs.story.starts.date())
    policy = inputs.posture.policy
    return inventory, POLICIES[policy.kind](**policy.parameters).compile(inventory)


def _seen(take: Take, tape: Tape, ruleset: Sequence[Choice], heard: dict[str, Heard]) -> RunSeen:
    alerts: list[SeenAlert] = []
    listened: list[Listened] = []
    for position, choice in enumerate(ruleset):
        said = heard[choice_key(choice)]
        listened.append(Listened(position, choice.kind, said.ran, said.reason, said.unread))
        rules = titles_of(choice)
        for alert in said.alerts:
            right = tape.truth.is_right(alert.entity, alert.time_us)
            step = (tape.made.get(alert.evidence) or tape.truth.step_on(alert.entity, alert.time_us)) if right else ""
            alerts.append(_alert(asdict(alert), choice.kind, position, rules, step, right=right))
    alerts.sort(key=lambda each: (each.time_us, f"watch/{each.detector}/{each.position}"))
    return _run(take, tape.truth, tuple(alerts), tuple(listened), tape.key)


def _alert(
    row: dict[str, Any], kind: str, position: int, rules: dict[str, str], step: str, *, right: bool
) -> SeenAlert:  # fmt: skip
    time_us = row["time_us"] if "time_us" in row else row["time"]
    return SeenAlert(
        time_us, kind, position, rules.get(row["title"], row["title"] if rules else ""), row["title"], row["entity"],
        row["technique"], row["level"], row["evidence"], row["evidence_rows"], step, right,
    )  # fmt: skip


def _run(
    take: Take, truth: Truth, alerts: tuple[SeenAlert, ...], listened: tuple[Listened, ...], key: str
) -> RunSeen:  # fmt: skip
    return RunSeen(
        story=take.inputs.story.name, posture=take.inputs.posture.name, seed=take.seed, quiet=take.quiet,
        variant=(), benign=False, starts=truth.starts, span_us=truth.span_us, alerts=alerts, steps=truth.steps,
        impacts=truth.impacts, listened=listened, recording=key,
    )  # fmt: skip


def _live(take: Take, ruleset: tuple[Choice, ...], root: Path) -> tuple[RunSeen, RunSeen, bool]:
    """The run of *take* with *ruleset* and the posture's response plan, as heard by *ruleset* and by who knows nothing.

    And whether it had to be made.
    """
    path = _live_path(take, ruleset, root)
    kept = _read(path)
    made = kept is None or "nulls" not in kept
    if kept is None or made:
        kept = _answered(take, ruleset)
        path.parent.mkdir(parents=True, exist_ok=True)
        _keep(path, kept)
    mark_used(path)
    truth = Truth.from_json(kept["truth"])
    places = {choice.kind: position for position, choice in reversed(list(enumerate(ruleset)))}
    rules = {title: name for choice in ruleset for title, name in titles_of(choice).items()}
    alerts = tuple(
        _alert(row, row["detector"], places[row["detector"]], rules if row["detector"] == "sigma" else {},
               row["step"], right=row["right"])
        for row in kept["alerts"]
    )  # fmt: skip
    listened = tuple(
        Listened(position, choice.kind, ran=True, reason="", unread=tuple(kept["unread"].get(str(position), ())))
        for position, choice in enumerate(ruleset)
    )
    nulls = tuple(
        _alert(row, row["detector"], row["position"], {}, row["step"], right=row["right"]) for row in kept["nulls"]
    )
    heard = tuple(Listened(position, choice.kind, ran=True, reason="") for position, choice in enumerate(NULLS))
    return _run(take, truth, alerts, listened, path.stem), _run(take, truth, nulls, heard, path.stem), made


def _answered(take: Take, ruleset: tuple[Choice, ...]) -> dict[str, Any]:
    """A live run, reduced to its truth and its alerts."""
    from twin.lab.recipe import Recipe

    chosen = take.inputs
    posture = chosen.posture.model_copy(update={"ruleset": ruleset})
    done = simulate(chosen.site, take.told, posture, take.seed)
    recipe = Recipe(take.story, take.posture, take.site, take.seed, take.hours, take.settings, (), take.quiet)
    left = (done.log, done.built, done.span_us, done.cpu_seconds)
    run = Run(chosen.site, done.story, posture, take.seed, recipe, *left)
    truth = truth_of(done.log, done.story, chosen.site, done.span_us)
    made = {row["flow"]: row["step"] for row in done.log.records("label")}
    evidence = Evidence(run.log, run.site, run.story, run.posture, run.inventory, run.span_us)
    right = {row["alert"] for row in right_alerts(evidence)}
    alerts = [dict(row) for row in run.alerts]
    for row in alerts:
        row["right"] = row["alert"] in right
        step = made.get(row["evidence"]) or truth.step_on(row["entity"], row["time"])
        row["step"] = step if row["right"] else ""
    return {"truth": truth.to_json(), "alerts": alerts} | _heard_again(done, chosen, ruleset, truth)


def _heard_again(done: Simulated, chosen: Inputs, ruleset: Sequence[Choice], truth: Truth) -> dict[str, Any]:
    """What only a second hearing of a live run tells: rules that had no row to read, and the null detectors' alerts."""
    built, log = done.built, done.log
    starts_us = epoch_us(chosen.story.starts)
    watch = known_before(chosen.site.plant, built.inventory, built.segmentation, log.names, starts_us)
    readers = {table: TapeReader(log.since(table)) for table in SEEN}
    known = Known(watch, tuple(table for table in SEEN if log.rows(table)), bool(log.since("flow")["action"].any()))
    again = [(position, choice) for position, choice in enumerate(ruleset) if titles_of(choice)]
    said = listen((*(choice for _, choice in again), *NULLS), known, readers, done.span_us, cut=True)
    unread = {str(position): said.unread(place) for place, (position, _) in enumerate(again)}
    nulls = [
        _judged(each.alert, truth) | {"detector": each.detector, "position": each.position - len(again)}
        for each in said.alerts
        if each.position >= len(again)
    ]
    return {"unread": unread, "nulls": nulls}


def _judged(alert: Alert, truth: Truth) -> dict[str, Any]:
    """*alert* as a row, with whether it is right and about which step."""
    right = truth.is_right(alert.entity, alert.time_us)
    return asdict(alert) | {"right": right, "step": truth.step_on(alert.entity, alert.time_us) if right else ""}


def _live_path(take: Take, ruleset: Sequence[Choice], root: Path) -> Path:
    plan = take.inputs.posture.response.model_dump_json()
    return root / "live" / f"{short_hash(take.key, plan, *(choice_key(choice) for choice in ruleset))}.json"


def choice_key(choice: Choice) -> str:
    """Hash of a detector: its kind and parameters, the files that they name, and the sources that watch."""
    files = "".join(_content(path, path.stat().st_mtime_ns) for path in _files_of(choice))
    return short_hash(sources(AFTERWARDS), choice.model_dump_json(), files)


def _files_of(choice: Choice) -> list[Path]:
    """Files that a parameter names, itself or as their folder, in order."""
    words = [word for value in choice.parameters.values() for word in _words(value) if word]
    places = [folder / word for word in words for folder in (scenario_root() / "rules", Path())]
    paths = [*dict.fromkeys((*rule_paths(choice), *(path for path in places if path.exists())))]
    return [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path]) if file.is_file()]


def _words(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [word for word in value if isinstance(word, str)]
    return [value] if isinstance(value, str) else []


@lru_cache(maxsize=4096)
def _content(path: Path, changed_ns: int) -> str:
    """Hash of a file as it was at *changed_ns*."""
    del changed_ns
    return hashlib.blake2b(path.read_bytes(), digest_size=20).hexdigest()


def _kept(path: Path) -> Heard | None:
    told = _read(path)
    if told is None:
        return None
    try:
        alerts = tuple(Alert(**alert) for alert in told["alerts"])
        return Heard(told["ran"], told["reason"], alerts, tuple(told["unread"]))
    except (KeyError, TypeError):
        return None


def _read(path: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told


def _keep(path: Path, told: dict[str, Any]) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(path)
