"""The ruleset that somebody asks for by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.lab.detection.own_ruleset import ruleset_of
from twin.lab.scenario import Choice

OWN = (Choice(kind="scan", parameters={"memory_h": 2.0}), Choice(kind="dns"))


def test_nothing_asked_is_the_postures_own() -> None:
    """As it stands."""
    assert ruleset_of(OWN) == OWN


def test_detectors_are_taken_as_the_posture_has_them() -> None:
    """Others with their defaults, each once."""
    assert ruleset_of(OWN, detectors="scan, volume,scan") == (OWN[0], Choice(kind="volume"))


def test_rules_stand_in_place_of_the_posture() -> None:
    """The lab's own folder by name; what cannot match is reported."""
    (choice,) = ruleset_of(OWN, [Path("ot")])
    assert choice.kind == "sigma"
    assert choice.parameters["unsupported"] == "report"
    assert Path(choice.parameters["rules"][0]).is_dir()


def test_every_wrong_name_is_told() -> None:
    """All at once; and rules are not given twice."""
    with pytest.raises(BadInput) as caught:
        ruleset_of(OWN, [Path("nowhere.yml")], "scna")
    assert [fault.code for fault in caught.value.faults] == ["unknown-kind", "missing-file"]
    with pytest.raises(BadInput, match="given twice"):
        ruleset_of(OWN, [Path("ot")], "sigma")
