"""Estimates of a comparison: by posture, by pair, and as damage."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.synthetic import made_up_comparison
from twin.lab.statistics import count_interval, mean_interval, share_interval


def test_damage_is_the_attacked_run_minus_the_quiet_one_by_seed() -> None:
    """Loss 12,000 + 300 seed minus a quiet 100 seed: 12,200 for the first seed."""
    assert made_up_comparison().damages("flat", "loss_eur") == [12_200.0, 12_400.0, 12_600.0, 12_800.0]


def test_a_paired_difference_loses_the_spread_between_seeds() -> None:
    """Both postures vary alike with the seed, so their difference does not vary at all."""
    gap = made_up_comparison().difference("flat", "zones", "loss_eur")
    assert (gap.mean, gap.lo, gap.hi, gap.n) == (8000.0, 8000.0, 8000.0, 4)


def test_a_posture_differs_from_itself_by_exactly_nothing() -> None:
    """Identical branches: 0.0 with an interval of width 0."""
    gap = made_up_comparison().difference("zones", "zones", "loss_eur")
    assert (gap.mean, gap.lo, gap.hi) == (0.0, 0.0, 0.0)


def test_undefined_values_are_counted_and_not_taken_for_zero() -> None:
    """Flat never detects: no mean, four undefined."""
    found = made_up_comparison().estimate("flat", "time_to_detect_s")
    assert (found.mean, found.n, found.undefined) == (None, 0, 4)


def test_the_document_has_the_promised_shape() -> None:
    """Story, site, seeds, postures by metric with unit, differences by pair; plain JSON without NaN."""
    document = json.loads(json.dumps(made_up_comparison().to_json(), allow_nan=False))
    assert document["story"] == "compromised-robot"
    assert document["seeds"] == [1, 2, 3, 4]
    assert set(document["postures"]["zones"]["loss_eur"]) >= {"mean", "lo", "hi", "n", "unit"}
    assert set(document["differences"]) == {"flat-zones", "flat-zero-trust", "zones-zero-trust"}
    assert set(document["differences"]["flat-zones"]["loss_eur"]) >= {"mean", "lo", "hi", "n"}
    assert document["damage"]["flat"]["loss_eur"]["mean"] == pytest.approx(12_500)
    assert document["interrupted"] is False


def test_first_metrics_come_first() -> None:
    """Energy was measured first here, and is told last."""
    assert list(made_up_comparison().units) == ["loss_eur", "orders_late", "time_to_detect_s", "energy_kwh"]


def test_seeds_that_did_not_run_are_no_values() -> None:
    """After an interrupt, a posture has the n that it has."""
    result = made_up_comparison(interrupted=True)
    del result.attacked["zones", 4]
    assert result.estimate("zones", "loss_eur").n == 3
    assert result.difference("flat", "zones", "loss_eur").n == 3
    assert result.estimate("zones", "time_to_detect_s").undefined == 0


def test_unequal_chance_is_noticed() -> None:
    """One run with other arrivals spoils the pairing, and the document says so."""
    result = made_up_comparison()
    assert result.common_chance
    trial = result.attacked["flat", 1]
    result.attacked["flat", 1] = type(trial)(**{**trial.__dict__, "exogenous_digest": "other"})
    assert not result.common_chance


def test_it_writes_one_json_file(tmp_path: Path) -> None:
    """``compare.json`` holds the same document."""
    made_up_comparison().write(tmp_path)
    assert json.loads((tmp_path / "compare.json").read_text(encoding="utf-8")) == made_up_comparison().to_json()


def test_each_metric_has_the_interval_of_its_scale() -> None:
    """Undetected in one of four runs is a share; no near-miss in four runs a count; pairs are Student's."""
    result = made_up_comparison()
    for (posture, seed), trial in result.attacked.items():
        metrics = {**trial.metrics, "undetected": float(seed == 1), "near_misses": 0.0}
        result.attacked[posture, seed] = replace(trial, metrics=metrics)
    assert result.estimate("zones", "undetected") == share_interval(1, 4)
    assert result.estimate("zones", "near_misses") == count_interval([0.0] * 4)
    assert result.estimate("zones", "loss_eur") == mean_interval(result.values("zones", "loss_eur"))
    assert result.difference("flat", "zones", "near_misses").hi == 0.0
