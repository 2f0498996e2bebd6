"""A study: what each detector on the shelf is worth on runs that nobody tuned it on, and what all of a kind are.

Every run is made once without anybody who answers, so that the attack goes its way; every detector sits before it alone
(:mod:`twin.lab.detection.sitting`), and the groups are marked as one: a flow or an asset counts as found if one of the
group found it. Runs without an attack are not mixed with the others: recall and precision belong to the attacks, false
alerts a day to the quiet hours, and both are printed with how rare the attack was.

Sources: ours; the shares' intervals are those of :mod:`twin.lab.detection.marks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from twin.lab.compare import outcomes
from twin.lab.detection.marks import Marks, clustered, paper_of, predictive_value
from twin.lab.detection.sitting import open_room, sit
from twin.lab.detection.survival import Wait, percentile
from twin.lab.detection.tapes import Take, find_tape, make_tape
from twin.lab.scenario import Choice
from twin.lab.statistics import Estimate, rate_interval, share_interval

FIELD_RATE = 2e-5
"""Share of cases that are an attack's where nobody stages one: Axelsson's estimate for audit records of a network."""
AUDITORS = ("maintenance_station",)
_AUDITED = {"auditors": AUDITORS}
GROUPS: Mapping[str, tuple[Choice, ...]] = {
    "network": (
        *(Choice(kind=kind, parameters=_AUDITED) for kind in ("scan", "allow_list", "zone_crossing", "class_baseline")),
        *(Choice(kind=kind) for kind in ("volume", "dns", "beacon", "new_contact", "unknown_asset", "encrypted")),
    ),
    "rules": (Choice(kind="sigma", parameters={"rules": ("ot",)}),),
    "learning": (Choice(kind="anomaly", parameters={"learned": "small"}),),
    "physics": tuple(Choice(kind=kind) for kind in ("physical_residual", "cusum", "chi_square", "sensor_fusion")),
    "null": tuple(Choice(kind=kind) for kind in ("always", "never", "random")),
}
"""The shelf by what a detector looks at, as it is studied; each line may stand in a posture's ruleset."""
BY_LOT = ("always", "random")
"""Null detectors that accuse assets, and no flow."""


@dataclass(frozen=True)
class Examined:
    """One run: where it was made, and the marks of each detector and of each group, by name."""

    story: str
    posture: str
    site: str
    seed: int
    marks: Mapping[str, Marks]

    @property
    def attacked(self) -> bool:
        """Whether somebody attacked; the story may hold an honest mistake that looks like it."""
        return any(each.wait for each in self.marks.values())


def study(
    takes: Sequence[Take],
    root: Path,
    groups: Mapping[str, Sequence[Choice]] = GROUPS,
    *,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Examined]:
    """Examine *groups* on every one of *takes*, kept under *root*, in the order of *takes*."""
    found: dict[Take, Examined] = {}
    for take, examined in outcomes(takes, partial(examine, root=root, groups=dict(groups)), workers):
        found[take] = examined
        if progress:
            progress(len(found), len(takes))
    return [found[take] for take in takes]


def examine(take: Take, root: Path, groups: Mapping[str, Sequence[Choice]] = GROUPS) -> Examined:
    """The marks of every detector of *groups*, and of every group of more than one, on one run."""
    room = open_room(find_tape(take, root) or make_tape(take, root), take)
    paper = paper_of(room)
    marks: dict[str, Marks] = {}
    for group, choices in groups.items():
        sittings = [each for each in (sit(room, choice) for choice in choices) if not each.reason]
        marks |= {each.kind: paper.mark([each]) for each in sittings}
        if len(sittings) > 1 and group != "null":
            marks[group] = paper.mark(sittings)
    inputs = take.inputs
    return Examined(inputs.story.name, inputs.posture.name, inputs.site.name, take.seed, marks)


def table_of(examined: Sequence[Examined]) -> dict[str, Any]:
    """Everything a reader needs, as one JSON document: detectors, stories, quiet hours, and the base rate."""
    attacks = [each for each in examined if each.attacked]
    names = _names(examined)
    return {
        "runs": len(examined),
        "seeds": sorted({each.seed for each in attacks}),
        "field_rate": FIELD_RATE,
        "largest": _largest(attacks),
        "detectors": {name: _worth(examined, name) for name in names},
        "stories": [_story(story, attacks, names) for story in sorted({each.story for each in attacks})],
        "quiet": list(_quiet([each for each in examined if not each.attacked], names)),
    }


def _worth(examined: Sequence[Examined], name: str) -> dict[str, Any]:
    """What one detector, or group, is worth over the runs of attacks; of false flows, over all runs."""
    everywhere = [each.marks[name] for each in examined if name in each.marks]
    marks = [each for each in everywhere if each.wait]
    found = clustered((each.hits, each.made) for each in marks)
    waits = [each.wait for each in marks if each.wait]
    told: dict[str, Any] = {
        "recall_leaving": _said(clustered((each.leaving_hits, each.leaving) for each in marks)),
        "recall_within": _said(clustered((each.hits - each.leaving_hits, each.made - each.leaving) for each in marks)),
        "recall": _said(found),
        "precision": _said(clustered((each.hits, each.accused) for each in marks)),
        "in_the_field": _in_the_field(found.mean or 0.0, everywhere),
    }
    if name in BY_LOT:
        told = dict.fromkeys(told)
    return told | {
        "base_rate": _ratio(marks, "made", "flows"),
        "false_per_million": _false_per_million(everywhere),
        "runs_found": _said(share_interval(sum(wait.seen for wait in waits), len(waits))),
        "assets_found": _said(clustered((each.found, each.involved) for each in marks)),
        "delay_s": {f"p{percent}": _said(percentile(waits, percent)) for percent in (50, 90)},
        "alerts": sum(each.alerts for each in marks),
        "right": sum(each.right for each in marks),
        "cpu_s_an_hour": round(sum(each.cpu_s for each in marks) / max(24 * sum(m.days for m in marks), 1e-9), 4),
    }


def _false_per_million(marks: Sequence[Marks]) -> float | None:
    others = sum(each.flows - each.made for each in marks)
    return round(1e6 * sum(each.accused - each.hits for each in marks) / others, 3) if others else None


def _in_the_field(recall: float, marks: Sequence[Marks]) -> dict[str, float | int | None]:
    """Precision per flow at :data:`FIELD_RATE`: with the false flows that there were, and with their Poisson bounds.

    The bounds take false flows for independent, so they are the best that can be said for a detector.
    """
    false = sum(each.accused - each.hits for each in marks)
    others = sum(each.flows - each.made for each in marks)
    if not others:
        return Estimate(None, None, None, 0).to_json()
    share = rate_interval(false, float(others))
    mean, lo, hi = (predictive_value(recall, end or 0.0, FIELD_RATE) for end in (share.mean, share.hi, share.lo))
    return _said(Estimate(mean, lo, hi, others))


def _largest(attacks: Sequence[Examined]) -> dict[str, Any]:
    """The story whose attack opened most flows, and what detectors are worth without it: one flood is not the field."""
    opened: dict[str, int] = {}
    for each in attacks:
        opened[each.story] = opened.get(each.story, 0) + next(iter(each.marks.values())).made
    name = max(sorted(opened), key=opened.__getitem__, default="")
    rest = [each for each in attacks if each.story != name]
    marks = {kind: [each.marks[kind] for each in rest if kind in each.marks] for kind in _names(rest)}
    return {"story": name, "without": {
        kind: {
            "recall_leaving": _said(clustered((m.leaving_hits, m.leaving) for m in told)),
            "precision": _said(clustered((m.hits, m.accused) for m in told)),
        }
        for kind, told in marks.items() if kind not in BY_LOT
    }}  # fmt: skip


def _names(examined: Sequence[Examined]) -> list[str]:
    return list(dict.fromkeys(name for each in examined for name in each.marks))


def _story(story: str, attacks: Sequence[Examined], names: Sequence[str]) -> dict[str, Any]:
    mine = [each for each in attacks if each.story == story]
    first = [next(iter(each.marks.values())) for each in mine]
    told = {name: [each.marks[name] for each in mine if name in each.marks] for name in names}
    return {
        "story": story,
        "runs": len(mine),
        "flows": sum(each.flows for each in first),
        "made": sum(each.made for each in first),
        "leaving": sum(each.leaving for each in first),
        "detectors": {name: _in_story(marks) for name, marks in told.items() if any(each.alerts for each in marks)},
    }


def _in_story(marks: Sequence[Marks]) -> dict[str, Any]:
    waits: list[Wait] = [each.wait for each in marks if each.wait]
    counts = {
        name: sum(getattr(each, name) for each in marks)
        for name in ("accused", "hits", "leaving_hits", "alerts", "right")
    }
    return {**counts, "runs_found": sum(wait.seen for wait in waits), "delay_s": percentile(waits, 50).mean}


def _quiet(quiet: Sequence[Examined], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """For each site and story without an attack: the hours, and each detector's false alerts a day."""
    for site, story in sorted({(each.site, each.story) for each in quiet}):
        mine = [each for each in quiet if (each.site, each.story) == (site, story)]
        rates = {}
        for name in names:
            marks = [each.marks[name] for each in mine if name in each.marks]
            if marks:
                rates[name] = _said(rate_interval(sum(m.alerts for m in marks), sum(m.days for m in marks)))
        hours = sum(next(iter(each.marks.values())).days for each in mine) * 24
        yield {"site": site, "story": story, "hours": round(hours, 3), "false_alerts_per_day": rates}


def _ratio(marks: Sequence[Marks], part: str, whole: str) -> float | None:
    cases = sum(getattr(each, whole) for each in marks)
    return sum(getattr(each, part) for each in marks) / cases if cases else None


def _said(estimate: Estimate) -> dict[str, float | int | None]:
    """An estimate by name, rounded to what can be meant."""
    return {k: round(v, 6) if isinstance(v, float) else v for k, v in estimate.to_json().items()}
