"""The cost picture: three parts that make the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.lab.synthetic import made_up_comparison
from twin.lab.comparison import Comparison
from twin.lab.figures import costs


def _with_containment(share: float) -> Comparison:
    comparison = made_up_comparison()
    for key, trial in comparison.attacked.items():
        loss = trial.metrics["loss_eur"] or 0.0
        parts = {"loss_attack_eur": loss * (0.9 - share), "loss_containment_eur": loss * share}
        comparison.attacked[key] = replace(trial, metrics={**trial.metrics, **parts})
    return comparison


def test_the_parts_make_the_whole() -> None:
    """Attack, containment and any day sum to the mean loss."""
    comparison = _with_containment(0.2)
    whole = comparison.estimate("zones", "loss_eur").mean
    assert sum(costs.shares(comparison, "zones")) == pytest.approx(whole)


def test_the_title_names_where_containment_costs_most() -> None:
    """A fifth of the greatest loss."""
    assert (
        costs.draw(_with_containment(0.2))
        .texts[0]
        .get_text()
        .startswith("Containment costs most under flat: 2,550 EUR")
    )


def test_no_containment_is_no_cost() -> None:
    """The sentence says that the attack took everything."""
    assert costs.finding(_with_containment(0.0)).startswith("Containment cost nothing")


def test_a_stroke_marks_the_quiet_day_from_where_damage_counts() -> None:
    """Quiet days of the made-up hub lose 250 EUR in the mean; the rest of the bar is damage."""
    comparison = _with_containment(0.2)
    assert costs.quiet_day(comparison, "flat") == pytest.approx(250)
    at_eur = [float(np.ravel(line.get_xdata())[0]) for line in costs.draw(comparison).axes[0].lines]
    assert at_eur == pytest.approx([250, 250, 250])
