"""What the report's tables say: rows of ready words, so that the template only places them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twin.core.units import format_clock
from twin.lab.comparison import FIRST_METRICS, Comparison
from twin.lab.figures.costs import quiet_day, shares
from twin.lab.figures.damage import by_damage
from twin.lab.recipe import comparison_command
from twin.lab.statistics import mean_interval
from twin.lab.verdict import HEADLINE, Verdict
from twin.lab.wording import half_width, metric_value, number, quantity, span, undefined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twin.lab.policy_sheet import OpenField
    from twin.lab.recipe import Recipe
    from twin.lab.run import Run
    from twin.net.segmentation import Segmentation

_MOST_ROWS = 25
_INTERVALS = (
    "95 %: Student t over seeds; Wilson for shares of runs; for counts of rare events exact Poisson, or Student t "
    "where it is wider; differences are Student t on pairs of the same seed"
)
_MOST_LINES = 12


@dataclass(frozen=True)
class Cell:
    """A value, its small print, and whether it is the best of its column."""

    value: str
    small: str = ""
    best: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: heads, named rows, and how many rows are not shown."""

    heads: list[str]
    rows: list[tuple[str, list[Cell]]]
    hidden: int = 0


def headline(comparison: Comparison, verdict: Verdict) -> list[Cell]:
    """The numbers a reader takes along: damage at worst and at best, and the difference."""
    if not verdict.best:
        return []
    worst, best = comparison.damage(verdict.worst, HEADLINE), comparison.damage(verdict.best, HEADLINE)
    cells = [Cell(quantity(worst.mean or 0.0, "EUR"), f"damage under {verdict.worst}; {span(worst, 'EUR')}")]
    if verdict.best != verdict.worst:
        gap = comparison.damage_difference(verdict.worst, verdict.best, HEADLINE)
        cells.append(
            Cell(quantity(best.mean or 0.0, "EUR"), f"damage under {verdict.best}; {span(best, 'EUR')}", best=True)
        )
        cells.append(Cell(quantity(gap.mean or 0.0, "EUR"), f"saved, paired by seed; {span(gap, 'EUR')}"))
    return cells


def postures(comparison: Comparison) -> Grid:
    """Postures as rows, the first eight metrics as columns, the best of each in bold."""
    from twin.lab.metrics import METRICS

    units = comparison.units
    shown = [metric for metric in FIRST_METRICS if metric in units]
    titles = [f"{METRICS[metric].title}{_unit_head(units[metric])}" for metric in shown]
    rows = []
    for posture in comparison.postures:
        cells = [_cell(comparison, posture, metric, units[metric]) for metric in shown]
        rows.append((posture, cells))
    return Grid(titles, rows)


def steps(comparison: Comparison) -> Grid:
    """What became of each step of the story under each posture, counted over targets and seeds."""
    counts: dict[str, dict[str, dict[str, int]]] = {}
    order: list[str] = []
    for (posture, _), trial in sorted(comparison.attacked.items()):
        for step in trial.attack:
            name = f"{step['step']} ({step['technique']})"
            if name not in order:
                order.append(name)
            tally = counts.setdefault(posture, {}).setdefault(name, {})
            tally[step["outcome"]] = tally.get(step["outcome"], 0) + 1
    rows = []
    for posture in comparison.postures:
        cells = [_tally(counts.get(posture, {}).get(name, {})) for name in order]
        reach = comparison.estimate(posture, "assets_reached").mean
        cells.append(Cell(number(reach) if reach is not None else "no run"))
        rows.append((posture, cells))
    return Grid([*order, "assets reached, mean"], rows)


def money(comparison: Comparison) -> Grid:
    """Mean loss by direct cause, and that of the same hub's quiet day, EUR."""
    rows = []
    for posture in by_damage(comparison):
        attack, containment, usual = shares(comparison, posture)
        rows.append(
            (
                posture,
                [
                    Cell(number(attack)),
                    Cell(number(containment)),
                    Cell(number(usual)),
                    Cell(number(attack + containment + usual)),
                    Cell(number(quiet_day(comparison, posture))),
                ],
            )
        )
    return Grid(["by the attack", "by containment", "by neither", "all, EUR", "quiet day, EUR"], rows)


def certainty(comparison: Comparison) -> Grid:
    """How well each posture's detection did, with the base rate beside it and false alerts on quiet days.

    Each head says what its case is: flows, alerts and assets are different things to be right about.
    """
    from twin.lab.metrics import METRICS

    names = [name for name in ("base_rate", "precision", "recall", "undetected") if name in comparison.units]
    rows = []
    for posture in comparison.postures:
        cells = [_cell(comparison, posture, name, comparison.units[name], rank=False) for name in names]
        quiet = [trial.alerts for (other, _), trial in comparison.quiet.items() if other == posture]
        hours = comparison.hours * len(quiet)
        cells.append(Cell(f"{sum(quiet)}", f"in {hours:g} quiet hours") if quiet else Cell("not run"))
        rows.append((posture, cells))
    return Grid([*(METRICS[name].title for name in names), "false alerts"], rows)


def null_detectors(comparison: Comparison) -> Grid:
    """What three detectors that look at nothing would score at the same base rate, flow by flow."""
    rates = (
        [comparison.estimate(posture, "base_rate").mean for posture in comparison.postures]
        if "base_rate" in comparison.units
        else []
    )
    rate = mean_interval(rates).mean
    if rate is None:
        return Grid([], [])
    share = quantity(rate, "share")
    rows = [
        ("alerts on every flow", [Cell(share), Cell("100.0 %")]),
        ("never alerts", [Cell("not applicable"), Cell("0.0 %")]),
        ("alerts at random, on every second flow", [Cell(share), Cell("50.0 %")]),
    ]
    return Grid(["precision, per flow", "recall, per flow"], rows)


def facts(comparison: Comparison, example: Run) -> list[tuple[str, str]]:
    """Method and inputs, as name and words."""
    runs = len(comparison.attacked) + len(comparison.quiet)
    chance = "equal in every run of a seed" if comparison.common_chance else "NOT equal: pairs are not comparable"
    command = comparison_command(
        comparison.story, comparison.postures, comparison.seeds, comparison.site, comparison.hours, comparison.settings
    )
    return [
        ("Story", f"{comparison.story}: {comparison.title}"),
        ("Site", f"{comparison.site}: {example.site.title}"),
        ("Simulated", f"{comparison.hours:g} h from {example.story.starts:%Y-%m-%d %H:%M}, {runs} runs"),
        ("Seeds", ", ".join(map(str, comparison.seeds))),
        ("Settings", ", ".join(comparison.settings) or "none"),
        ("Orders, people, faults", chance),
        ("Damage", "a run with the story minus a quiet day of the same hub, posture and seed"),
        ("Intervals", _INTERVALS),
        ("Prices", _prices(example)),
        ("Run again", command),
    ]


def metrics(run: Run) -> list[tuple[str, Cell]]:
    """Every metric of a run, the first ones first."""
    names = [
        *(name for name in FIRST_METRICS if name in run.metrics),
        *(name for name in run.metrics if name not in FIRST_METRICS),
    ]
    return [(name, Cell(metric_value(name, run.metrics[name].value, run.metrics[name].unit))) for name in names]


def attack(run: Run) -> Grid:
    """Steps of the attack with their times."""
    rows = []
    for step in run.attack[:_MOST_ROWS]:
        times = [_clock(run, step.get(name)) for name in ("start", "effect_start", "effect_end")]
        rows.append(
            (
                step["step"],
                [Cell(step["technique"]), Cell(step.get("target", "")), *map(Cell, times), Cell(step["outcome"])],
            )
        )
    return Grid(
        ["technique", "on", "start", "effect from", "effect to", "outcome"], rows, max(0, len(run.attack) - _MOST_ROWS)
    )


def policies(fields: Mapping[str, tuple[Segmentation, OpenField]]) -> Grid:
    """What each posture's policy leaves open before anything happens."""
    rows = []
    for posture, (made, field) in fields.items():
        cells = [Cell(number(len(made.zones))), Cell(number(len(made.conduits))), Cell(number(len(made.rules)))]
        cells.append(Cell(number(field.services_mean)))
        cells += [Cell(f"{count} of {field.assets}") for count in (field.direct, field.ever)]
        rows.append((posture, cells))
    heads = ["zones", "conduits", "rules", "services open, mean", "assets in one hop", "in any number of hops"]
    return Grid(heads, rows)


def zones(run: Run) -> Grid:
    """Zones of the policy, with their target security levels."""
    rows = [
        (
            zone["name"],
            [Cell(str(zone["assets"])), Cell(zone["segment"]), Cell(" ".join(map(str, zone["sl_target"])))],
        )
        for zone in run.policy["zones"]
    ]
    return Grid(["assets", "segment", "target level, FR1 to FR7"], rows)


def lines(run: Run) -> Grid:
    """Lines of the enforcement points that decided most often."""
    hits = run.policy["hits"]
    total = sum(hits.values())
    rows = [
        (name, [Cell(number(count)), Cell(quantity(count / total, "share"))])
        for name, count in list(hits.items())[:_MOST_LINES]
    ]
    return Grid(["flows decided", "share"], rows, max(0, len(hits) - _MOST_LINES))


def wiring(run: Run) -> Grid:
    """Switches and wireless controllers, with the zones that share each."""
    rows = [
        (entry["node"], [Cell(str(entry["assets"])), Cell(", ".join(zone or "none" for zone in entry["zones"]))])
        for entry in run.policy["wiring"]
    ]
    return Grid(["assets behind it", "zones that share it"], rows)


def alerts(run: Run) -> Grid:
    """Alerts, newest first."""
    rows = []
    for alert in list(reversed(run.alerts))[:_MOST_ROWS]:
        cells = [alert["detector"], alert["entity"], alert["technique"], alert["level"], alert["title"]]
        rows.append((_clock(run, alert["time"]), [Cell(str(cell)) for cell in cells]))
    return Grid(["detector", "entity", "technique", "level", "alert"], rows, max(0, len(run.alerts) - _MOST_ROWS))


def decisions(run: Run) -> Grid:
    """Decisions and what became of them, newest first."""
    rows = []
    for decision in list(reversed(run.decisions))[:_MOST_ROWS]:
        cells = [decision["by"], decision["response"], decision["target"], decision["phase"], decision["reason"]]
        rows.append((_clock(run, decision["time"]), [Cell(str(cell)) for cell in cells]))
    return Grid(["by", "response", "target", "phase", "reason"], rows, max(0, len(run.decisions) - _MOST_ROWS))


def run_facts(run: Run, recipe: Recipe) -> list[tuple[str, str]]:
    """Inputs of a run, as name and words."""
    return [
        ("Story", f"{run.story.name}: {run.story.title}"),
        ("Site", f"{run.site.name}: {run.site.title}"),
        ("Posture", f"{run.posture.name}: {run.posture.title}"),
        ("Simulated", f"{run.span_us / 3.6e9:g} h from {run.story.starts:%Y-%m-%d %H:%M}, seed {run.seed}"),
        ("Settings", ", ".join(recipe.settings) or "none"),
        ("Digest of the log", run.digest),
        ("Digest of chance", run.exogenous_digest),
        ("Prices", _prices(run)),
        ("Run again", recipe.command()),
    ]


def _cell(comparison: Comparison, posture: str, metric: str, unit: str, *, rank: bool = True) -> Cell:
    estimate = comparison.estimate(posture, metric)
    counted = f"n = {estimate.n}" if unit == "s" else ""
    missing = (
        f"{estimate.undefined} of {estimate.n + estimate.undefined} {undefined(metric)}"
        if estimate.undefined
        else counted
    )
    if estimate.mean is None:
        return Cell(undefined(metric) if estimate.undefined else "no run")
    bare = unit not in ("s", "share")
    value = number(estimate.mean) if bare else quantity(estimate.mean, unit)
    small = ", ".join(part for part in (half_width(estimate, unit), missing) if part)
    return Cell(value, small, best=rank and _is_best(comparison, posture, metric))


def _is_best(comparison: Comparison, posture: str, metric: str) -> bool:
    means = [comparison.estimate(other, metric).mean for other in comparison.postures]
    known = [mean for mean in means if mean is not None]
    return len(set(known)) > 1 and comparison.estimate(posture, metric).mean == min(known)


def _tally(counts: dict[str, int]) -> Cell:
    if not counts:
        return Cell("not tried", "its step before did not succeed")
    total = sum(counts.values())
    words = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()) if outcome != "success")
    return Cell(
        f"{counts.get('success', 0)} of {total}",
        words or "all",
        best=not {"success", "running"} & set(counts),
    )


def _unit_head(unit: str) -> str:
    return f", {unit}" if unit in ("EUR", "min", "K h", "kWh", "t") else ""


def _clock(run: Run, time: Any) -> str:
    return format_clock(run.story.starts, time) if time is not None else "none"


def _prices(run: Run) -> str:
    prices = run.site.prices
    return (
        f"late order {prices.late_order:g} EUR and {prices.late_hour:g} EUR an hour; "
        f"robot hour {prices.robot_hour:g} EUR; "
        f"near-miss {number(prices.near_miss)} EUR; asset cleaned {number(prices.asset_cleaned)} EUR, held "
        f"{number(prices.held_hour)} EUR an hour, checked {number(prices.asset_checked)} EUR; "
        f"analyst hour {prices.analyst_hour:g} EUR. "
        "All are judgements of the site file."
    )
