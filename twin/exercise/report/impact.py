"""What it did to the hub: orders, robots, rooms, people, data, and money by cause.

Metrics are those of the whole run, to the end of its story: after the exercise it went on with nobody deciding. Loss is
split by direct cause as :mod:`twin.lab.metrics.parts.prices` does.

Source: the metrics shelf and the site's price list.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.exercise.papers.document import Block, Cites, Row, Statement, Table
from twin.exercise.report.review import Review, cite
from twin.lab.metrics import METRICS
from twin.lab.metrics.parts.prices import loss
from twin.lab.wording import metric_value, number, quantity

SHOWN = {
    "Orders": ("orders_done", "orders_late", "lateness_mean_min", "on_time_share"),
    "Robots": ("robot_availability", "robot_minutes_attack", "robot_minutes_containment", "jams"),
    "People": ("protective_stops", "near_misses", "contacts"),
    "Cold chain": ("kelvin_hours", "product_at_risk_t", "pallets_at_risk"),
    "Network": ("assets_compromised", "assets_reached", "bytes_out", "needs_contained"),
}
"""Metrics of the section, by what they are about."""


def blocks(review: Review) -> Iterator[Block]:
    """The section."""
    end = tuple(cite(event) for event in review.of("finished")[-1:])
    story_ends = review.times.clock(review.run.span_us)
    if review.ended_us < review.run.span_us:
        words = (
            f"The exercise ended at {review.times.clock(review.ended_us)} on the hub's clock. The run went on to the "
            f"end of its story at {story_ends}, with nobody at the table deciding; figures are of the whole run."
        )
        yield Statement(words, end)
    yield Table(
        ("about", "measure", "value"), tuple(_rows(review, end)), "To the end of the story", numbers=(2,),
        widths=(0.2, 0.5, 0.3),
    )  # fmt: skip
    yield Table(
        ("cause", "EUR", "share"), tuple(_money(review, end)), "Loss by direct cause, at the site's prices",
        numbers=(1, 2), widths=(0.5, 0.25, 0.25),
    )  # fmt: skip


def _rows(review: Review, end: Cites) -> Iterator[Row]:
    for about, names in SHOWN.items():
        for name in names:
            measure = review.run.metrics[name]
            title = METRICS[name].title
            yield Row((about, title, metric_value(name, measure.value, measure.unit)), end)


def _money(review: Review, end: Cites) -> Iterator[Row]:
    found = loss(review.evidence)
    named = (
        ("the attack", found.attack),
        ("responses", found.containment),
        ("neither", found.usual),
        ("all", found.total),
    )
    for cause, value in named:
        share = quantity(value / found.total, "share") if found.total else "not applicable"
        yield Row((cause, number(value), share), end)
