"""Fitting: from the lessons of one learner who has all of them to a model.

Profiles first, then the forest over how far rows stick out of them, then the tails of both scores.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.detectors.learning import profile
from twin.detectors.learning.features import COLUMNS, Features
from twin.detectors.learning.forest import Forest, squashed
from twin.detectors.learning.judge import Scores, scored
from twin.detectors.learning.lessons import Lessons
from twin.detectors.learning.model import Group, Model, Origin
from twin.detectors.learning.profile import Profile
from twin.detectors.learning.tail import Tail
from twin.detectors.parts.register import among


def fit(lessons: Lessons, features: Features, origin: Origin, days: float) -> Model:
    """The model of *lessons*, which cover *days* of the hub."""
    full = lessons.with_unfamiliar(among(lessons.seen.patterns, lessons.rare()))
    names = [features.groups[number] for number in np.unique(full.group).tolist()]
    profiles = {name: profile.fit(rows_of(full, features, name)) for name in names}
    forest = Forest.of(len(COLUMNS))
    masses = forest.masses(squashed(spreads(full, features, profiles))).astype(np.float64)
    scores = scored_lessons(full, features, profiles, forest, masses)
    groups = {name: _group(full, features, name, profiles[name], scores) for name in names}
    return Model(origin, days, groups, tuple(features.spelt(lessons.patterns)), masses)


def spreads(lessons: Lessons, features: Features, profiles: Mapping[str, Profile]) -> Floats:
    """By how many spreads each column of each row sticks out, (n, columns)."""
    return profile.stands_out(lessons.seen.values, *_usual(lessons.group, features, profiles))


def scored_lessons(
    lessons: Lessons, features: Features, profiles: Mapping[str, Profile], forest: Forest, masses: Floats
) -> Scores:
    """Both scores of every row."""
    usual = _usual(lessons.group, features, profiles)
    return scored(lessons.seen.values, *usual, forest, forest.surprise_of(masses))


def _usual(group: Ints, features: Features, profiles: Mapping[str, Profile]) -> tuple[Floats, Floats]:
    """Centre and spread for rows of these groups, each (n, columns); groups without a profile are not among them."""
    number = {name: place for place, name in enumerate(profiles)}
    place = np.array([number.get(name, 0) for name in features.groups], dtype=np.int64)[group]
    centre, spread = (np.stack([each[part] for each in profiles.values()]) for part in (0, 1))
    return centre[place], spread[place]


def rows_of(lessons: Lessons, features: Features, name: str) -> Floats:
    """The rows of the group *name*, (n, columns)."""
    chosen: Floats = lessons.seen.values[lessons.group == features.groups.index(name)]
    return chosen


def _group(lessons: Lessons, features: Features, name: str, usual: Profile, scores: Scores) -> Group:
    mine = lessons.group == features.groups.index(name)
    return Group(usual, Tail.of(scores.sticks[mine]), Tail.of(scores.surprise[mine]))
