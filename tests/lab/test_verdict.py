"""The verdict is computed, and says so when there is none."""

from __future__ import annotations

from tests.lab.synthetic import made_up_comparison, made_up_run
from twin.lab.comparison import Trial
from twin.lab.verdict import equals_of_best, verdict_of_comparison, verdict_of_run


def test_it_names_best_worst_and_the_difference_with_its_interval() -> None:
    """The made-up postures lie 11,100 EUR apart on every seed."""
    verdict = verdict_of_comparison(made_up_comparison())
    assert (verdict.best, verdict.worst) == ("zero-trust", "flat")
    assert (
        "The attack costs 1,400 EUR under zero-trust and 12,500 EUR under flat: 11,100 EUR less (95 %" in verdict.answer
    )
    assert "late orders 21.5 instead of 61.5" in verdict.meaning


def test_a_difference_that_could_be_chance_is_called_so() -> None:
    """Losses that swing with the seed give no winner."""
    comparison = made_up_comparison(seeds=2)
    for posture, losses in {"flat": (9000.0, 100.0), "zones": (100.0, 8000.0), "zero-trust": (4000.0, 4500.0)}.items():
        for seed, loss in zip(comparison.seeds, losses, strict=True):
            old = comparison.attacked[posture, seed]
            comparison.attacked[posture, seed] = Trial(**{**old.__dict__, "metrics": {**old.metrics, "loss_eur": loss}})
    assert verdict_of_comparison(comparison).answer.startswith("No clear winner")
    assert equals_of_best(comparison, "zones") == ["flat", "zero-trust"]


def test_a_story_without_damage_says_so() -> None:
    """Attacked equals quiet: 0 EUR."""
    comparison = made_up_comparison()
    comparison.quiet = dict(comparison.attacked)
    assert "adds nothing to a quiet day" in verdict_of_comparison(comparison).answer


def test_no_complete_run_gives_no_answer() -> None:
    """Interrupted before the first run ended."""
    comparison = made_up_comparison()
    comparison.attacked.clear()
    assert verdict_of_comparison(comparison).answer == "No run was complete, so there is no answer."


def test_a_run_tells_how_far_the_attack_came_and_what_it_cost() -> None:
    """One of two steps succeeded."""
    answer = verdict_of_run(made_up_run()).answer  # type: ignore[arg-type]
    assert (
        answer == "Under zones, 1 of 2 attack steps succeeded, detection took 5 min 42 s, "
        "and the hub lost 12,400 EUR in this one run."
    )


def test_a_quiet_day_has_no_attack_to_tell_of() -> None:
    """Only the loss of the day is left."""
    assert "A day without an attack" in verdict_of_run(made_up_run(quiet=True)).answer  # type: ignore[arg-type]


def test_a_story_that_had_no_time_to_begin_has_no_verdict() -> None:
    """Nothing was attacked, so nothing was measured; 0 EUR would be a claim."""
    comparison = made_up_comparison()
    for key, old in comparison.attacked.items():
        comparison.attacked[key] = Trial(**{**old.__dict__, "attack": (), "compromised": ()})
    comparison.quiet = dict(comparison.attacked)
    assert "No step of the story began" in verdict_of_comparison(comparison).answer
