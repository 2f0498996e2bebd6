"""A metric is a function of its evidence: it has a unit, a direction and words, and reads without changing."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from tests.lab.logs import evidence
from twin.lab.metrics.base import Evidence, Metric


def test_a_metric_that_measures_nothing_cannot_be_made() -> None:
    """``measure`` is the contract."""

    class Silent(Metric):
        """Has no measure."""

    with pytest.raises(TypeError, match="measure"):
        Silent()  # type: ignore[abstract]


def test_low_is_good_unless_a_metric_says_otherwise() -> None:
    """Most of what is measured is damage."""
    assert Metric.better == "low"


def test_evidence_is_the_log_and_the_inputs_and_cannot_be_exchanged() -> None:
    """A metric may read these six things and nothing else."""
    assert [field.name for field in fields(Evidence)] == ["log", "site", "story", "posture", "inventory", "span_us"]
    made = evidence()
    with pytest.raises(FrozenInstanceError):
        made.span_us = 0  # type: ignore[misc]
