"""Adversaries choose by what they have seen, and by nothing else; and they end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.adversaries.hidden import Hidden, played
from twin.attacks.adversaries import ADVERSARIES
from twin.attacks.adversaries.base import Adversary, Move, Way
from twin.attacks.adversaries.planner import Planner
from twin.attacks.adversaries.staged import Staged
from twin.attacks.adversaries.worm import Worm

CHOOSERS: tuple[Adversary, ...] = (
    Worm(),
    Planner(target="host-11"),
    Planner(target="host-11", manner="stealthy"),
    Staged(profile="botnet"),
    Staged(profile="insider"),
    Staged(profile="state"),
)
SEEDS = st.integers(0, 10_000)


@pytest.mark.parametrize("adversary", CHOOSERS, ids=repr)
@given(seed=SEEDS, other=SEEDS)
@settings(max_examples=15)
def test_what_nobody_has_observed_changes_no_decision(adversary: Adversary, seed: int, other: int) -> None:
    """Keep what it observed, draw everything else anew: the same choices, the same result, the same knowledge."""
    first = Hidden(seed)
    chosen = played(adversary, first, "host-00")
    again = Hidden(other, fixed=dict(first.observed))
    assert played(adversary, again, "host-00") == chosen
    assert again.observed == first.observed


@pytest.mark.parametrize("adversary", CHOOSERS, ids=repr)
def test_the_worlds_of_that_law_are_different_enough(adversary: Adversary) -> None:
    """Without what it observed, another world does change the choices: the law above is not empty."""
    assert len({repr(played(adversary, Hidden(seed), "host-00")[0]) for seed in range(12)}) > 3


@pytest.mark.parametrize("adversary", CHOOSERS, ids=repr)
@given(seed=SEEDS, share=st.integers(0, 8))
@settings(max_examples=15)
def test_every_adversary_ends_by_itself(adversary: Adversary, seed: int, share: int) -> None:
    """Whatever the world answers, it is content or at a loss before it has done everything twice."""
    _, result, _ = played(adversary, Hidden(seed, true_of_eight=share), "host-00", most=2_000)
    assert result in ("success", "failed")


@pytest.mark.parametrize("adversary", CHOOSERS, ids=repr)
def test_it_acts_only_from_what_it_holds(adversary: Adversary) -> None:
    """Each move is made by hand at the entry, or from an asset that an earlier move opened."""
    chosen, _, known = played(adversary, Hidden(3, true_of_eight=6), "host-00")
    sources = [choice.src for choice in chosen if isinstance(choice, Move)]
    assert sources[0] == ""
    assert set(sources[1:]) <= set(known.held)


@pytest.mark.parametrize("kind", sorted(ADVERSARIES))
def test_every_kind_is_described(kind: str) -> None:
    """Defaults, words for every parameter, sources, and ids."""
    cls = ADVERSARIES[kind]
    assert all(field.description for field in cls.model_fields.values())
    assert isinstance(cls(), Adversary)
    assert ADVERSARIES.summary(kind).endswith(".")
    assert cls.technique not in cls.also


@pytest.mark.parametrize("way", ["port", "phishing"])
def test_it_gets_in_as_it_is_told(way: Way) -> None:
    """By hand or through a user, at the first entry that opens."""
    chosen, _, known = played(Worm(way=way), Hidden(1), "host-00", "host-01")
    assert chosen[0] == Move("service_port", "", ("host-00",), {"way": way})
    assert "host-00" in known.held
    assert "host-01" not in {target for choice in chosen[:1] if isinstance(choice, Move) for target in choice.targets}


def test_held_means_that_somebody_else_must_have_opened_it() -> None:
    """Told that the entry is held, and finding that it is not, it gives up without a move."""
    assert played(Worm(way="held"), Hidden(1), "host-00")[:2] == ([], "failed")
