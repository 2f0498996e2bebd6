"""Members who agree without showing their rows, and members who lie."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import trim_mean

from tests.lessons import usual
from tests.watching import batch, flow, watch
from twin.core.elementary import Floats
from twin.detectors.base import Watch
from twin.detectors.learning.features import Features
from twin.detectors.learning.federation import TRIMMED, Member, Rule, Update, aggregate, federate
from twin.detectors.learning.lessons import Notebook
from twin.detectors.learning.model import Model, Origin

ORIGIN = Origin("any", (), (), (), 1.0, 60.0, "")
RULES: tuple[Rule, ...] = ("mean", "median", "trimmed_mean")
_numbers = st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=15)


def _members(seen: Watch, count: int = 8) -> list[Member]:
    """Each watched another quarter of an hour; the first one alone saw a shell."""
    features = Features(seen)
    members = []
    for member in range(count):
        notes = Notebook(features)
        for n in range(15 * member, 15 * member + 15):
            more = [flow(60 * n + 9, "ws-01", "dc-01", "ssh")] if n == 3 else []
            notes.write(features.of(batch(seen, 60 * n + 60, from_s=60 * n, flow=usual(n) + more)), 0)
        members.append(Member(notes.lessons(), features))
    return members


def _liars(count: int, factor: float) -> Model:
    """A model that the first *count* of eight members tried to move."""

    def lie(_: int, member: int, update: Update) -> Update:
        if member >= count:
            return update
        return replace(update, numbers={name: each * factor for name, each in update.numbers.items()})

    return federate(_members(watch()), ORIGIN, 1.0, "median", lie)


def _centre(model: Model) -> Floats:
    return model.groups["amr/robots"].profile.centre


@given(_numbers)
def test_the_trimmed_mean_is_scipys(values: list[float]) -> None:
    """Number by number."""
    ours = aggregate(np.array(values)[:, None], np.ones(len(values)), "trimmed_mean")[0]
    assert ours == pytest.approx(trim_mean(values, TRIMMED), rel=1e-9, abs=1e-6)


@given(_numbers, st.floats(-1e12, 1e12))
def test_one_liar_moves_a_robust_rule_no_further_than_the_honest_are_apart(values: list[float], lie: float) -> None:
    """Whatever it says; it moves the mean as far as it likes."""
    numbers = np.array([*values, lie])[:, None]
    for rule in ("median", "trimmed_mean"):
        found = aggregate(numbers, np.ones(len(numbers)), rule)[0]
        assert min(values) - 1e-6 <= found <= max(values) + 1e-6


def test_the_mean_weighs_by_rows() -> None:
    """Three rows at 1 and one at 5 are 2."""
    assert aggregate(np.array([[1.0], [5.0]]), np.array([3.0, 1.0]), "mean").tolist() == [2.0]


def test_the_mean_of_masses_is_what_one_learner_would_count() -> None:
    """All leaves of all trees add up to all rows."""
    members = _members(watch())
    model = federate(members, ORIGIN, 1.0, "mean")
    assert model.masses.sum(axis=1) == pytest.approx(sum(member.lessons.rows for member in members))


@pytest.mark.parametrize("rule", RULES)
def test_a_member_alone_agrees_with_itself(rule: Rule) -> None:
    """Then every rule is the same."""
    alone = _members(watch(), 1)
    assert federate(alone, ORIGIN, 1.0, rule).to_json() == federate(alone, ORIGIN, 1.0, "mean").to_json()


def test_a_pattern_of_one_member_is_familiar_to_a_mean_and_not_to_a_median() -> None:
    """One of eight had a shell."""
    words = {
        rule: {pattern[2] for pattern in federate(_members(watch()), ORIGIN, 1.0, rule).patterns} for rule in RULES
    }
    assert words == {"mean": {"smb", "mqtt", "ssh"}, "median": {"smb", "mqtt"}, "trimmed_mean": {"smb", "mqtt"}}


def test_fewer_than_half_of_the_members_cannot_move_a_median_and_more_can() -> None:
    """Three of eight lie by a factor of a thousand, then five."""
    honest, few, many = (_centre(_liars(count, 1000.0)) for count in (0, 3, 5))
    assert few == pytest.approx(honest, abs=0.3)
    assert many.max() > 100 * honest.max()


def test_no_row_leaves_a_member() -> None:
    """What is sent has numbers by group and patterns by group: as many for a thousand rows as for ten, and no asset."""
    member = _members(watch(), 1)[0]
    update = member.profiles()
    assert {field.name for field in fields(update)} == {"numbers", "rows", "patterns"}
    assert {len(numbers) for numbers in update.numbers.values()} == {2 * member.lessons.seen.values.shape[1]}
    names = {asset.name for asset in member.features.register.assets}
    assert not names & {word for pattern in update.patterns for word in pattern}


def test_the_order_of_members_does_not_matter_to_robust_rules() -> None:
    """Nobody is first."""
    members = _members(watch())
    for rule in ("median", "trimmed_mean"):
        there, back = (federate(each, ORIGIN, 1.0, rule) for each in (members, members[::-1]))
        assert _centre(there).tolist() == _centre(back).tolist()
        assert there.patterns == back.patterns
