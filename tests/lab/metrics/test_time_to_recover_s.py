"""Time to recover: from the first physical effect to the end of the last."""

from __future__ import annotations

from tests.lab.logs import measured, step


def test_it_runs_from_the_first_effect_to_the_end_of_the_last() -> None:
    """Effects of 10 to 20 and of 15 to 40."""
    rows = (
        step(5, "start"), step(10, "effect_start"), step(15, "effect_start", target="amr-002"),
        step(20, "effect_end"), step(40, "effect_end", target="amr-002"),
    )  # fmt: skip
    assert measured("time_to_recover_s", *rows) == 30 * 60.0


def test_while_an_effect_goes_on_it_is_undefined() -> None:
    """amr-002 is still astray."""
    rows = step(10, "effect_start"), step(15, "effect_start", target="amr-002"), step(20, "effect_end")
    assert measured("time_to_recover_s", *rows) is None


def test_two_effects_in_one_asset_end_together() -> None:
    """Tampered with twice and cleaned once is well again."""
    rows = step(10, "effect_start"), step(12, "effect_start"), step(20, "effect_end")
    assert measured("time_to_recover_s", *rows) == 10 * 60.0


def test_who_was_well_and_is_struck_again_is_not_well() -> None:
    """As many ends as starts elsewhere do not cure it."""
    rows = step(10, "effect_start"), step(20, "effect_end"), step(30, "effect_start")
    assert measured("time_to_recover_s", *rows) is None


def test_without_an_effect_there_is_nothing_to_recover_from() -> None:
    """Undefined, not 0."""
    assert measured("time_to_recover_s", step(1, "start"), step(2, "end")) is None
