"""A study says what each detector is worth, with null detectors and base rates beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.lab.detection.takes import TAKE
from twin.detectors import DETECTORS
from twin.lab.detection.study import GROUPS, Examined, study, table_of
from twin.lab.scenario import Choice

FEW = {
    "network": (Choice(kind="scan"), Choice(kind="allow_list")),
    "null": (Choice(kind="always"), Choice(kind="never")),
}


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> list[Examined]:
    """A scan, and the same minutes without it."""
    root: Path = tmp_path_factory.mktemp("tapes")
    return study([TAKE, replace(TAKE, quiet=True)], root, FEW, workers=1)


@pytest.fixture(scope="module")
def told(examined: list[Examined]) -> dict[str, Any]:
    """The table of it."""
    return table_of(examined)


def test_the_studied_shelf_is_on_the_shelf() -> None:
    """Every kind can be made with its parameters, and stands in one group only."""
    kinds = [choice.kind for choices in GROUPS.values() for choice in choices]
    assert len(kinds) == len(set(kinds))
    for choices in GROUPS.values():
        for choice in choices:
            DETECTORS[choice.kind](**choice.parameters)


def test_runs_with_and_without_an_attack_are_told_apart(examined: list[Examined], told: dict[str, Any]) -> None:
    """Recall belongs to the one, false alerts a day to the other."""
    assert [each.attacked for each in examined] == [True, False]
    assert [row["story"] for row in told["stories"]] == ["coffee-machine"]
    assert [row["hours"] for row in told["quiet"]] == [0.05]


def test_a_group_is_at_least_as_good_as_its_best(told: dict[str, Any]) -> None:
    """Recall of a union."""
    worth = told["detectors"]
    best = max(worth[kind]["recall"]["mean"] for kind in ("scan", "allow_list"))
    assert worth["network"]["recall"]["mean"] >= best > 0


def test_who_never_speaks_misses_all_and_who_always_speaks_is_never_quiet(told: dict[str, Any]) -> None:
    """Null detectors mark the two ends."""
    assert told["detectors"]["never"]["recall"]["mean"] == 0
    assert told["detectors"]["never"]["in_the_field"]["mean"] is None
    rates = told["quiet"][0]["false_alerts_per_day"]
    assert rates["always"]["mean"] > 1000
    assert rates["never"] == {"mean": 0.0, "lo": 0.0, "hi": rates["never"]["hi"], "n": 0, "undefined": 0}
    assert rates["never"]["hi"] > 1000, "three minutes prove next to nothing"


def test_without_its_only_story_nothing_is_left(told: dict[str, Any]) -> None:
    """The largest story is named, and left out beside."""
    assert told["largest"] == {"story": "coffee-machine", "without": {}}
