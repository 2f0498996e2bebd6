"""Policies on the bench, reduced to what the policy lab shows: what each is, what attacks come to, and differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from dashboards.views.chart import CHART_STYLE, Dot, dots_svg
from dashboards.views.tiles import metric_title
from twin.lab.metrics import METRICS
from twin.lab.policy.bench import Bench, Standing
from twin.lab.policy.diff import Difference, PathGroup
from twin.lab.statistics import Estimate
from twin.lab.wording import half_width, metric_value, plural, quantity

KPIS = (
    "assets_reached",
    "assets_compromised",
    "loss_eur",
    "orders_late",
    "robot_minutes_lost",
    "kelvin_hours",
    "needs_denied",
)
COMPARED = ("loss_eur", "assets_compromised", "assets_reached", "orders_late", "needs_denied")
MOST_GROUPS = 8
MINUS = "\N{MINUS SIGN}"

_STYLE = """<style>
.bench { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14.5px; }
.bench th, .bench td { text-align: right; padding: 8px 10px; border-bottom: 1px solid rgba(128, 140, 150, 0.35);
  font-weight: 400; vertical-align: top; white-space: nowrap; }
.bench thead th { white-space: normal; }
.bench th:first-child { text-align: left; font-weight: 600; padding-left: 0; }
.bench thead th { font-size: 12.5px; opacity: 0.85; vertical-align: bottom; }
.bench small { display: block; font-size: 12px; opacity: 0.82; white-space: nowrap; }
.bench b { font-weight: 700; }
</style>"""


class PolicyView(NamedTuple):
    """What the page of a bench shows."""

    answer: str
    table: str
    attacks: str
    charts: str
    note: str


def view_of_bench(made: Bench, reference: str) -> PolicyView:
    """Words, tables and charts of *made*, differences against the draft called *reference*."""
    return PolicyView(
        answer(made, reference),
        bench_html(made, reference),
        attacks_html(made),
        charts_html(made, reference),
        note(made),
    )


def answer(made: Bench, reference: str) -> str:
    """The finding: which draft loses least, against the reference, and whether that is more than chance."""
    losses = {draft.label: made.estimate(draft.label, "loss_eur").mean for draft in made.drafts}
    known = {label: loss for label, loss in losses.items() if loss is not None}
    if len(known) < 2:
        return "Pin a second policy to compare."
    if len(set(known.values())) == 1:
        return "All policies on the bench lose the same."
    best = min(known, key=lambda label: known[label])
    if best == reference:
        other = min((label for label in known if label != best), key=lambda label: known[label])
        less = made.difference(other, best, "loss_eur")
        return f"{best} loses least: {_sum(less)} less than {other}, the next.{_surely(less)}"
    less = made.difference(best, reference, "loss_eur")
    turned = Estimate(_minus(less.mean), _minus(less.hi), _minus(less.lo), less.n)
    return f"{best} loses least: {_sum(turned)} less than {reference}.{_surely(less)}"


def _sum(less: Estimate) -> str:
    return quantity(less.mean or 0.0, "EUR")


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _surely(less: Estimate) -> str:
    if less.lo is None or less.hi is None:
        return " One seed is one day: more seeds say whether it was luck."
    return "" if less.lo > 0 or less.hi < 0 else " The interval holds zero: more seeds may say which is better."


def note(made: Bench) -> str:
    """How the numbers came about."""
    chance = "the same orders, people and faults under every policy" if made.common_chance else "chance differs"
    hours = f"{made.hours:g} h" if made.hours else "each story's own hours"
    return (
        f"{plural(len(made.stories), 'attack')}, {plural(len(made.seeds), 'seed')}, {hours}; {chance}. "
        "Means over the attacks, with 95 % intervals over seeds; best in bold."
    )


def bench_html(made: Bench, reference: str) -> str:
    """Drafts as rows: what each is, what it leaves open, and what the attacks came to."""
    best = {
        name: _best({draft.label: made.estimate(draft.label, name).mean for draft in made.drafts}, name)
        for name in KPIS
    }
    heads = ("Rules", "Open paths", "In reach of the foothold", "Detected", *(metric_title(name) for name in KPIS))
    rows = ""
    for draft in made.drafts:
        stand = made.standings[draft.label, made.stories[0]]
        pinned = " <small>reference</small>" if draft.label == reference else ""
        runs = len(made.stories) * len(made.seeds)
        facts = f"<td>{stand.rules:,}<small>{_exceptions(stand)}</small></td>{_paths(stand)}{_reach(made, draft.label)}"
        facts += f"<td>{made.detected(draft.label)} of {runs}</td>"
        cells = "".join(_cell(made, draft.label, name, best[name]) for name in KPIS)
        rows += f"<tr><th scope='row'>{escape(draft.label)}{pinned}</th>{facts}{cells}</tr>"
    return f"{_STYLE}{_table('Policy', heads, rows)}"


def standing_html(stand: Standing, words: str) -> str:
    """What a draft is, before any run, as one line."""
    facts = (
        ("Zones", f"{stand.zones:,}"), ("Rules and conduits", f"{stand.rules:,}"),
        ("Open paths", f"{stand.paths:,}"), ("Without a need", f"{stand.free:,}"),
        ("Needs refused", f"{stand.refused:,}"),
        ("Foothold reaches", f"{stand.direct}, then {stand.ever} of {stand.assets}"),
        ("Against the posture", words),
    )  # fmt: skip
    cells = "".join(
        f"<dl class='tile'><dt>{escape(name)}</dt><dd class='none'>{escape(value)}</dd></dl>" for name, value in facts
    )
    return f"<div class='tiles'>{cells}</div>"


def change_words(difference: Difference) -> str:
    """What a draft opens and closes."""
    gained, lost = difference.counts
    sessions = f"; {len(difference.sessions)} in what a session must show" if difference.sessions else ""
    return f"opens {gained:,}, closes {lost:,} paths{sessions}" if gained or lost or sessions else "no path differs"


def change_rows(difference: Difference) -> list[dict[str, str]]:
    """The largest groups of paths that are gained or lost."""

    def rows(word: str, groups: Sequence[PathGroup]) -> list[dict[str, str]]:
        return [
            {
                "Change": word,
                "From": each.src,
                "To": each.dst,
                "Service": each.service,
                "Paths": f"{each.paths:,}",
                "Such as": each.example,
            }
            for each in groups[:MOST_GROUPS]
        ]

    return [*rows("+ opened", difference.gained), *rows("- closed", difference.lost)]


def attacks_html(made: Bench) -> str:
    """Attacks as rows, drafts as columns: assets compromised and the loss."""
    rows = ""
    for story in made.stories:
        cells = "".join(f"<td>{_fate(made, draft.label, story)}</td>" for draft in made.drafts)
        rows += f"<tr><th scope='row'>{escape(story)}</th>{cells}</tr>"
    return _STYLE + _table("Attack", [draft.label for draft in made.drafts], rows)


def _fate(made: Bench, label: str, story: str) -> str:
    loss, held = (made.estimate(label, name, story) for name in ("loss_eur", "assets_compromised"))
    stand = made.standings[label, story]
    told = metric_value("loss_eur", loss.mean, "EUR")
    return f"{escape(told)}<small>{held.mean or 0:g} compromised; {stand.ever} of {stand.assets} in reach</small>"


def charts_html(made: Bench, reference: str) -> str:
    """For each metric the paired difference of every other draft against the reference."""
    others = [draft.label for draft in made.drafts if draft.label != reference]
    if not others:
        return ""
    charts = []
    for name in COMPARED:
        unit = METRICS[name].unit
        found = {label: made.difference(label, reference, name) for label in others}
        if all(each.mean in (None, 0.0) for each in found.values()):
            continue
        ranked = sorted(found.items(), key=lambda pair: pair[1].mean or 0.0)
        dots = [Dot(label, each.mean, each.lo, each.hi, difference_words(each, unit)) for label, each in ranked]
        title = f"{metric_title(name)}: difference against {reference}"
        charts.append(f"<h4>{escape(title)}</h4>{dots_svg(dots, _said(title, dots))}")
    return f"{CHART_STYLE}<div class='ch'>{''.join(charts)}</div>" if charts else ""


def difference_words(each: Estimate, unit: str) -> str:
    """A difference with its sign and half of its interval."""
    if each.mean is None:
        return "undefined"
    sign = MINUS if each.mean < 0 else "+" if each.mean > 0 else ""
    return f"{sign}{quantity(abs(each.mean), unit)} {half_width(each, unit)}".strip()


def _said(title: str, dots: Sequence[Dot]) -> str:
    return f"{title}. " + "; ".join(f"{dot.name} {dot.words}" for dot in dots)


def _exceptions(stand: Standing) -> str:
    if not stand.exceptions:
        return "no exception"
    return f"{plural(len(stand.exceptions), 'exception')}"


def _paths(stand: Standing) -> str:
    return f"<td>{stand.paths:,}<small>{stand.free:,} without a need</small></td>"


def _reach(made: Bench, label: str) -> str:
    stands = [made.standings[label, story] for story in made.stories]
    ever, direct = (sum(getattr(each, name) for each in stands) / len(stands) for name in ("ever", "direct"))
    return f"<td>{ever:.0f} of {stands[0].assets}<small>{direct:.0f} at once</small></td>"


def _cell(made: Bench, label: str, name: str, best: float | None) -> str:
    each, unit = made.estimate(label, name), METRICS[name].unit
    text = escape(metric_value(name, each.mean, unit))
    text = f"<b>{text}</b>" if best is not None and each.mean == best else text
    return f"<td>{text}<small>{escape(half_width(each, unit))}</small></td>"


def _best(means: Mapping[str, float | None], name: str) -> float | None:
    known = [mean for mean in means.values() if mean is not None]
    if not known or min(known) == max(known) or METRICS[name].better == "neither":
        return None
    choose: Callable[[Any], float] = max if METRICS[name].better == "high" else min
    return choose(known)


def _table(first: str, heads: Sequence[str], rows: str) -> str:
    row = "".join(f"<th scope='col'>{escape(head)}</th>" for head in heads)
    return (
        f"<table class='bench'><thead><tr><th scope='col'>{first}</th>{row}</tr></thead><tbody>{rows}</tbody></table>"
    )
