"""A rule that was heard, reduced to what the detection lab shows: numbers with intervals, seeds, reasons, alerts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from dashboards.views.tiles import Tile
from twin.core.errors import Fault
from twin.core.units import SECOND_US, format_clock, format_duration, us
from twin.lab.detection.explain import Explained, Stage
from twin.lab.detection.results import RunSeen
from twin.lab.detection.tapes import short_hash
from twin.lab.detection.tuning import Tuned
from twin.lab.loader import load_story
from twin.lab.resources import scenario_root
from twin.lab.statistics import Estimate
from twin.lab.wording import plural

NEW = "a new rule"
KEPT_EDITS = 64
"""Edits that stay on disk, for all browsers of this server."""
TEMPLATE = """title: Writes to a controller from an office
id: 00000000-0000-4000-8000-000000000000
status: experimental
description: >-
  What is seen, and why it matters.
logsource:
  product: zeek
  service: modbus
detection:
  selection:
    func|startswith: write_
    src_kind: workstation
  condition: selection
level: high
"""


class TuningView(NamedTuple):
    """What the page of a heard rule shows."""

    answer: str
    tiles: list[Tile]
    seeds: list[dict[str, str]]
    why: str
    wrong: list[dict[str, str]]
    note: str
    regression: str


def rule_names() -> list[str]:
    """The rules that come with the lab, as ``ot/port-scan``."""
    root = scenario_root() / "rules"
    return sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.yml"))


def rule_text(name: str) -> str:
    """The text of one of them, or the beginning of a new one."""
    return TEMPLATE if name == NEW else (scenario_root() / "rules" / f"{name}.yml").read_text(encoding="utf-8")


def stem_of(name: str) -> str:
    """What its file is called."""
    return "my-rule" if name == NEW else Path(name).name


def kept_rule(text: str, stem: str, cache: Path) -> Path:
    """A file below *cache* that holds *text*, the same for the same text; the edits used longest ago go."""
    path = cache / "edited" / short_hash(text) / f"{stem}.yml"
    if path.is_file():
        os.utime(path.parent)
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    others = [each for each in path.parent.parent.iterdir() if each != path.parent]
    for old in sorted(others, key=_used, reverse=True)[KEPT_EDITS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
    return path


def _used(folder: Path) -> int:
    """When it was used last; a folder that another browser's edit removed counts as oldest."""
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def clocks(story: str) -> dict[str, str]:
    """When the clock of a detection may start: ``attack``, or the start of a step, in words."""
    steps = [step.id for step in load_story(story).steps]
    return {"attack": "the attack's first moment", **{f"step.{name}.start": f"step {name}" for name in steps}}


def faults_html(faults: Sequence[Fault], text: str) -> str:
    """Faults with their line of *text*."""
    lines = text.splitlines()
    items = "".join(_fault(fault, lines) for fault in faults)
    return f"<ul style='margin:0;padding-left:1.1em'>{items}</ul>"


def _fault(fault: Fault, lines: Sequence[str]) -> str:
    line = fault.place.line
    said = f"<br><code>{escape(lines[line - 1])}</code>" if 0 < line <= len(lines) else ""
    where = f"Line {line}: " if line else ""
    return f"<li><b>{where}</b>{escape(fault.message)} {escape(_sentence(fault.remedy))}{said}</li>"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "." if words else ""


def view_of_tuning(made: Tuned, regression: str) -> TuningView:
    """Words, tiles and tables of *made*; *regression* is the test that holds today, empty where none does."""
    return TuningView(
        answer=answer(made), tiles=tiles(made), seeds=list(seed_rows(made)), why=why_html(made),
        wrong=list(wrong_rows(made)), note=note(made), regression=regression,
    )  # fmt: skip


def answer(made: Tuned) -> str:
    """The finding in one sentence."""
    runs, missed = len(made.told), len(made.missed)
    if not runs:
        return "The attack never came to the moment that the clock starts at, so nothing was tested."
    median = _time(made.time_to_detect.mean)
    found = f"{made.title} detects {runs - missed} of {runs}"
    after = f", half of them within {median}" if runs > missed and made.time_to_detect.mean is not None else ""
    return f"{found}{after}, with {plural(len(made.wrong), 'false alert')}."


def tiles(made: Tuned) -> list[Tile]:
    """Hits, misses, false alerts, time to detect, load."""
    hits, runs = len(made.told) - len(made.missed), len(made.told)
    wait, wrong = made.time_to_detect, made.wrong_per_day
    return [
        Tile("Hits", f"{hits} of {runs}", True),
        Tile("Share of runs, 95 %", _share(made.hits), runs > 0),
        Tile("Misses", f"{len(made.missed)}" + (f": seed {_few(made.missed)}" if made.missed else ""), True),
        Tile("Time to detect, median", _time(wait.mean) if hits else "not detected", hits > 0),
        Tile("its interval, 95 %", f"{_time(wait.lo)} to {_time(wait.hi)}", hits > 0),
        Tile("False alerts", f"{len(made.wrong)}", True),
        Tile("False alerts a day, 95 %", f"{_of(wrong.lo)} to {_of(wrong.hi)}", True),
        Tile("Alerts a quiet shift (8 h)", f"{made.alerts_per_shift:.3g}", True),
        Tile("Analysts' time a quiet shift", f"{made.minutes_per_shift:.3g} min", True),
    ]


def seed_rows(made: Tuned) -> Iterator[dict[str, str]]:
    """Each run: with the attack first, then the quiet days."""
    for run in (*made.attacks, *made.quiet):
        quiet = run in made.quiet
        alert = None if quiet else made.first(run)
        seen = format_clock(_starts(made, run), alert.time_us) if alert else "—" if quiet else "✕ missed"
        yield {
            "Run": "quiet day" if quiet else run.story,
            "Seed": str(run.seed),
            "Detected at": seen,
            "Accused": alert.entity if alert else "",
            "Right alerts": str(sum(each.right for each in run.alerts)),
            "False alerts": str(sum(not each.right for each in run.alerts)),
        }


def wrong_rows(made: Tuned) -> Iterator[dict[str, str]]:
    """False alerts, run by run."""
    for run in (*made.attacks, *made.quiet):
        for alert in run.alerts:
            if not alert.right:
                when = format_clock(_starts(made, run), alert.time_us)
                yield {
                    "Run": run.label,
                    "Time": when,
                    "Asset": alert.entity,
                    "Rule": alert.title,
                    "Rows": str(alert.rows),
                }


def why_html(made: Tuned) -> str:
    """Why each rule of the file did or did not fire on one seed: the answer, the funnel, the nearest row."""
    return "".join(_why(each) for each in made.explained)


def _why(each: Explained) -> str:
    bases = "".join(_why(base) for base in each.bases)
    return f"<p><b>{escape(each.title)}</b> {escape(each.answer)}.</p>{_funnel(each.funnel)}{_near(each)}{bases}"


def _funnel(stages: Sequence[Stage]) -> str:
    if not stages:
        return ""
    rows = "".join(
        f"<tr><td style='padding-left:{16 * stage.depth}px'>{escape(stage.words)}</td><td>{stage.line or ''}</td>"
        f"<td>{stage.alone:,}</td><td>{'' if stage.left is None else f'{stage.left:,}'}</td></tr>"
        for stage in stages
    )
    heads = "".join(f"<th scope='col'>{head}</th>" for head in ("Leaf", "Line", "Rows that fit it", "Rows left"))
    return f"<table class='list'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _near(each: Explained) -> str:
    if each.near is None:
        return ""
    row = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in each.near.row.items())
    lacks = "".join(f"<li>{escape(_sentence(leaf.words))}</li>" for leaf in each.near.otherwise)
    made = f", made by step {escape(each.near.step)}" if each.near.step else ""
    return f"<p>Nearest row{made}:</p><ul>{lacks}</ul><dl class='rm-pairs'>{row}</dl>"


def note(made: Tuned) -> str:
    """How the numbers came about."""
    hours = made.attacks[0].span_us / SECOND_US / 3600
    return (
        f"{plural(len(made.attacks), 'run')} of {made.asked.story} and {len(made.quiet)} quiet days of the same hub, "
        f"{hours:g} h each, under {made.asked.posture}. Shares by Wilson, rates by Garwood, times by the "
        "product-limit estimate. Runs are kept: an edited rule is heard on them again without a new simulation."
    )


def _starts(made: Tuned, run: RunSeen) -> Any:
    return load_story("quiet-day" if run in made.quiet else made.asked.story).starts


def _share(hits: Estimate) -> str:
    if hits.lo is None or hits.hi is None:
        return "nothing was tested"
    return f"{100 * hits.lo:.0f} to {100 * hits.hi:.0f} %"


def _time(seconds: float | None) -> str:
    return "not reached" if seconds is None else format_duration(us(seconds))


def _of(value: float | None) -> str:
    return "no end" if value is None else f"{value:.3g}"


def _few(seeds: Sequence[int]) -> str:
    return ", ".join(map(str, seeds[:4])) + (" …" if len(seeds) > 4 else "")
