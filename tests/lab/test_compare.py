"""Comparisons: checked before they run, paired by seed, and honest when they were cut short."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lab.synthetic import made_up_comparison
from twin.core.errors import BadInput
from twin.lab import compare as module
from twin.lab.compare import Job, compare, plan
from twin.lab.comparison import Trial


def _fake(_job: Job) -> Trial:
    return next(iter(made_up_comparison().attacked.values()))


class TestPlan:
    """What is refused before anything runs."""

    @pytest.mark.parametrize("seeds", [0, -1, [], [3, 3]])
    def test_seeds_that_make_no_pairs_are_refused_with_their_flag(self, seeds: int | list[int]) -> None:
        """The place is the flag, because that is where most people wrote it."""
        with pytest.raises(BadInput) as caught:
            plan("quiet-day", ["flat"], seeds)
        assert str(caught.value.faults[0].place) == "--seeds"

    @pytest.mark.parametrize("hours", [0.0, -1.0, float("nan"), float("inf")])
    def test_hours_that_cannot_be_simulated_are_refused(self, hours: float) -> None:
        """0, negative, NaN and infinity alike."""
        with pytest.raises(BadInput, match="--hours"):
            plan("quiet-day", ["flat"], 1, hours=hours)

    def test_a_posture_named_twice_is_refused(self) -> None:
        """A difference of a posture from itself is no comparison."""
        with pytest.raises(BadInput, match='"flat" is named twice'):
            plan("quiet-day", ["flat", "flat"], 1)

    def test_no_posture_at_all_is_refused(self) -> None:
        """The remedy shows how to write them."""
        with pytest.raises(BadInput, match="flat,zones"):
            plan("quiet-day", [], 1)

    def test_workers_must_be_positive(self) -> None:
        """Nobody can share the work among none."""
        with pytest.raises(BadInput, match="--workers"):
            compare("quiet-day", ["flat"], 1, workers=0)

    def test_a_count_of_seeds_means_the_seeds_from_one(self) -> None:
        """Three seeds are 1, 2 and 3."""
        assert plan("quiet-day", ["flat"], 3).seeds == (1, 2, 3)


class TestRunning:
    """Jobs and their trials."""

    def test_every_posture_runs_with_and_without_the_story_for_every_seed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Two postures and three seeds make twelve runs, and progress counts them."""
        told: list[tuple[int, int]] = []
        monkeypatch.setattr(module, "trial", _fake)
        result = compare(
            "quiet-day", ["flat", "zones"], 3, workers=1, progress=lambda done, jobs: told.append((done, jobs))
        )
        assert len(result.attacked) == len(result.quiet) == 6
        assert told[-1] == (12, 12)

    def test_an_interrupt_keeps_what_is_complete_and_marks_the_result(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ctrl-C in the fourth run leaves three."""
        calls: Iterator[int] = iter(range(100))

        def interrupted(job: Job) -> Trial:
            if next(calls) == 3:
                raise KeyboardInterrupt
            return _fake(job)

        monkeypatch.setattr(module, "trial", interrupted)
        result = compare("quiet-day", ["flat", "zones"], 2, workers=1)
        assert result.interrupted
        assert len(result.attacked) + len(result.quiet) == 3

    @pytest.mark.slow
    def test_workers_and_one_process_give_the_same_document(self) -> None:
        """The number of workers is no input."""
        alone = compare("quiet-day", ["unwatched"], 2, hours=0.02, workers=1)
        shared = compare("quiet-day", ["unwatched"], 2, hours=0.02, workers=2)
        assert alone.to_json() == shared.to_json()
        assert alone.common_chance

    @pytest.mark.slow
    def test_a_quiet_day_has_no_damage_at_all(self) -> None:
        """Without steps both branches are one and the same: exactly 0, not nearly."""
        result = compare("quiet-day", ["unwatched"], [4, 9], hours=0.02, workers=1)
        assert [result.damage("unwatched", metric).mean for metric in ("loss_eur", "orders_late")] == [0.0, 0.0]
