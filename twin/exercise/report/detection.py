"""Detection in a report: what was seen of the attack and what was not, how many alerts were wrong, and triage.

An alert is right as the metrics mean it (:mod:`twin.lab.metrics.parts.reading`). A step is seen when a right alert came
after it began and accuses its actor or a target, or suggests its technique. For one that was not seen, the shipped
rules that name its technique are listed, those that this posture does not use first among what to try.

Source: metrics ``alerts``, ``false_alerts``, ``precision``, ``base_rate``; ATT&CK for the techniques.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from twin.core.units import HOUR_US, Us, format_duration
from twin.exercise.papers.document import Block, Cite, Cites, Fact, Facts, Row, Statement, Table
from twin.exercise.report.review import Review, cite, row_cite
from twin.lab.metrics.parts.reading import right_alerts
from twin.lab.techniques import current, techniques
from twin.lab.wording import metric_value, number, quantity

_MOST_RULES = 3


@dataclass(frozen=True)
class Seen:
    """A step of the attack: how often it was performed, and the first right alert about it (None: not seen)."""

    step: str
    technique: str
    start_us: Us
    performed: int
    alert_us: Us | None
    detector: str
    outcome: str
    cites: Cites


@dataclass(frozen=True)
class Call:
    """What the team said of an alert: whether it was so, and how long after the alert."""

    alert: int
    title: str
    seat: str
    verdict: str
    right: bool
    after_us: Us
    cites: Cites

    @property
    def correct(self) -> bool | None:
        """Whether the verdict was right; None where more was asked for."""
        return None if self.verdict == "needs-info" else (self.verdict == "true") == self.right


def steps_seen(review: Review) -> list[Seen]:
    """The steps of the attack in order of their start."""
    right = right_alerts(review.evidence)
    numbers = {row["alert"]: n for n, row in enumerate(review.tables["alert"])}
    grouped: dict[str, list[int]] = {}
    for n, row in enumerate(review.tables["attack"]):
        if row["phase"] == "start":
            grouped.setdefault(row["step"], []).append(n)
    return [_seen(review, step, found, right, numbers) for step, found in grouped.items()]


def _seen(
    review: Review, step: str, found: list[int], right: list[dict[str, object]], numbers: dict[object, int]
) -> Seen:
    rows = [review.tables["attack"][n] for n in found]
    first = rows[0]
    assets = {name for row in rows for name in (row["actor"], *row["target"].split(", ")) if name}
    alert = next(
        (a for a in right if int(str(a["time"])) >= first["time"] and _about(a, first["technique"], assets)), None
    )
    ends = [row["outcome"] for row in review.tables["attack"] if row["step"] == step and row["phase"] == "end"]
    cites = (row_cite("attack", found[0]), *((row_cite("alert", numbers[alert["alert"]]),) if alert else ()))
    outcome = ", ".join(f"{ends.count(word)} {word}" if len(ends) > 1 else word for word in sorted(set(ends)))
    return Seen(
        step, first["technique"], first["time"], len(rows), int(str(alert["time"])) if alert else None,
        str(alert["detector"]) if alert else "", outcome or "under way", cites,
    )  # fmt: skip


def _about(alert: dict[str, object], technique: str, assets: set[str]) -> bool:
    return alert["technique"] == technique or any(fnmatchcase(str(alert["entity"]), asset) for asset in assets)


def calls_made(review: Review) -> list[Call]:
    """Every verdict of the team on an alert, with the truth beside it."""
    alerts = {row["alert"]: (n, row) for n, row in enumerate(review.tables["alert"])}
    right = {row["alert"] for row in right_alerts(review.evidence)}
    found = []
    for event in review.of("triaged"):
        known = alerts.get(int(event.ref))
        if known is not None:
            n, row = known
            verdict, cites = str(event.body["verdict"]), (cite(event), row_cite("alert", n))
            after_us = event.sim_us - row["time"]
            found.append(Call(row["alert"], row["title"], event.seat, verdict, row["alert"] in right, after_us, cites))
    return found


def rules_for(review: Review, technique: str) -> str:
    """Shipped rules that name *technique* or a relative of it, and whether this posture uses them."""
    from twin.lab.detection.rules import rules_in, rules_of
    from twin.lab.resources import scenario_root

    used = {rule.id for rule in rules_of(review.run.posture.ruleset)}
    base = current(technique).partition(".")[0]
    named = [
        rule
        for rule in rules_in([scenario_root() / "rules"])
        if any(current(each).partition(".")[0] == base for each in rule.techniques)
    ]
    named.sort(key=lambda rule: (rule.id in used, rule.title))
    words = [f"{rule.title} ({'in use' if rule.id in used else 'not in use'})" for rule in named[:_MOST_RULES]]
    return "; ".join(words) or "no shipped rule names it"


def blocks(review: Review) -> Iterator[Block]:
    """The section."""
    yield Facts(tuple(_facts(review)))
    seen = steps_seen(review)
    yield Table(
        ("step", "technique", "began", "times", "first right alert after", "by", "outcome", "rules that name it"),
        tuple(_row(review, each) for each in seen), "Steps of the attack, and what was seen of them",
        "The story has no attack.", (3,), (0.12, 0.19, 0.08, 0.05, 0.12, 0.11, 0.11, 0.22),
    )  # fmt: skip
    calls = calls_made(review)
    yield Table(
        ("alert", "title", "seat", "called", "truth", "after"),
        tuple(_call_row(review, call) for call in calls), _triage_words(calls),
        "The team triaged no alert.", (0,), (0.06, 0.42, 0.18, 0.12, 0.1, 0.12),
    )  # fmt: skip


def _triage_words(calls: list[Call]) -> str:
    sure = [call.correct for call in calls if call.correct is not None]
    share = f", {quantity(sum(sure) / len(sure), 'share')} of {len(sure)} verdicts correct" if sure else ""
    return f"Triage by the team{share}"


def _facts(review: Review) -> Iterator[Fact]:
    end = tuple(cite(event) for event in review.of("finished")[-1:])
    alerts = review.tables["alert"]
    first_last = tuple(Cite(n, "alert") for n in sorted({1, len(alerts)})) if alerts else end
    wrong = review.value("false_alerts") or 0.0
    right = len(alerts) - wrong
    yield Fact("Alerts", Statement(f"{len(alerts)}: {number(right)} right, {number(wrong)} wrong", first_last))
    metrics = review.run.metrics
    base = metric_value("base_rate", metrics["base_rate"].value, metrics["base_rate"].unit)
    precision = metric_value("precision", metrics["precision"].value, metrics["precision"].unit)
    yield Fact("Precision", Statement(f"{precision} of {len(alerts)} alerts, at a base rate of {base} of flows", end))
    hours = review.run.span_us / HOUR_US
    minutes = review.value("analyst_minutes") or 0.0
    load = f"{number(len(alerts) / hours)} alerts an hour, {number(minutes)} min of analysts' work in {number(hours)} h"
    yield Fact("Alert load", Statement(load, end))
    missed = [each for each in steps_seen(review) if each.alert_us is None]
    words = ", ".join(each.step for each in missed) or "none"
    yield Fact("Steps not seen", Statement(words, tuple(c for each in missed for c in each.cites) or end))


def _row(review: Review, seen: Seen) -> Row:
    known = techniques().get(current(seen.technique))
    name = f"{seen.technique} {known.name}" if known else seen.technique
    missed = seen.alert_us is None
    after = "not detected" if seen.alert_us is None else format_duration(seen.alert_us - seen.start_us)
    return Row(
        (
            seen.step, name, review.times.clock(seen.start_us), str(seen.performed), after, seen.detector,
            seen.outcome, rules_for(review, seen.technique) if missed else "",
        ),
        seen.cites,
    )  # fmt: skip


def _call_row(review: Review, call: Call) -> Row:
    truth = "true" if call.right else "false"
    said = call.verdict.replace("-", " ")
    after = format_duration(call.after_us)
    return Row(
        (str(call.alert), call.title, review.title(call.seat), said, truth, after), call.cites, ("people", "computed")
    )
