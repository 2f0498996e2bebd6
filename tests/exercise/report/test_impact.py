"""Physical impact and money."""

from __future__ import annotations

from tests.exercise.reviewed import review
from tests.exercise.trial import begun, do
from twin.exercise.papers.document import Statement, Table
from twin.exercise.report.impact import SHOWN, blocks
from twin.exercise.report.review import review_of
from twin.lab.metrics import METRICS
from twin.lab.wording import metric_value, number


def _tables() -> list[Table]:
    return [block for block in blocks(review()) if isinstance(block, Table)]


def test_every_measure_that_is_named_is_a_metric_of_the_run() -> None:
    """With its value and unit as everywhere."""
    made = review()
    values = {row.cells[1]: row.cells[2] for row in _tables()[0].rows}
    for names in SHOWN.values():
        for name in names:
            measure = made.run.metrics[name]
            assert values[METRICS[name].title] == metric_value(name, measure.value, measure.unit)


def test_the_parts_of_the_loss_add_up_to_all_of_it() -> None:
    """By direct cause."""
    cells = {row.cells[0]: row.cells[1] for row in _tables()[1].rows}
    assert cells["all"] == number(review().value("loss_eur") or 0.0)
    assert list(cells) == ["the attack", "responses", "neither", "all"]


def test_where_the_run_went_on_without_people_it_is_said() -> None:
    """An exercise that its facilitator finished early."""
    engine = begun(to_s=100)
    do(engine, "facilitator", "finish")
    first = next(iter(blocks(review_of(engine))))
    assert isinstance(first, Statement)
    assert "nobody at the table deciding" in first.text
