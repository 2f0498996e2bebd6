"""Models as files: read as written, and refused by name where they do not fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.watching import batch, flow, watch
from twin.detectors.anomaly import Anomaly
from twin.detectors.learning.features import COLUMNS
from twin.detectors.learning.model import Model, Origin, digest_of, read, refusal

ORIGIN = Origin("small", ("amr-001", "dc-01"), ("quiet-day under flat",), (1001, 1002), 2.0, 60.0, "abc")


def _model() -> Model:
    seen = watch()
    learner = Anomaly()
    learner.start(seen)
    for n in range(8):
        learner.learn(batch(seen, 60 * n + 60, flow=[flow(60 * n + 1, "ws-01", "dc-01", "smb")]), n)
    return learner.model(ORIGIN)


def _edited(path: Path, **changes: Any) -> Path:
    document = _model().to_json() | changes
    path.write_text(json.dumps(document | {"digest": digest_of(document)}), "utf-8")
    return path


def test_a_model_comes_back_from_its_file_as_it_was_written(tmp_path: Path) -> None:
    """Its JSON, its digest, and where it comes from."""
    written = _model().to_json()
    (tmp_path / "a.json").write_text(json.dumps(written), "utf-8")
    found = read(tmp_path / "a.json")
    assert found.to_json() == written
    assert found.origin == ORIGIN


def test_the_same_lessons_give_the_same_digest() -> None:
    """Nothing of when or where it was learned is in it."""
    assert _model().to_json()["digest"] == _model().to_json()["digest"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": 2}, "format 2"),
        ({"columns": [*COLUMNS, "colour"]}, "other columns: colour"),
        ({"columns": list(reversed(COLUMNS))}, "in another order"),
        ({"groups": None}, "no model"),
        ({"patterns": [["a", "b"]]}, "not enough values"),
    ],
)
def test_a_model_of_another_kind_is_refused_by_name(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    """The file's name, and what is wrong."""
    with pytest.raises(ValueError, match=said):
        read(_edited(tmp_path / "a.json", **changes))


def test_a_model_that_was_changed_by_hand_is_known_by_its_digest(tmp_path: Path) -> None:
    """A number is enough."""
    (tmp_path / "a.json").write_text(json.dumps(_model().to_json() | {"days": 3.0}), "utf-8")
    with pytest.raises(ValueError, match=r"a\.json was changed"):
        read(tmp_path / "a.json")


@pytest.mark.parametrize("text", ["{", "[]", "{}", "7", '{"format": 1}'])
def test_what_is_no_model_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    """Whatever the JSON is, and where it is none."""
    (tmp_path / "a.json").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"a\.json is no"):
        read(tmp_path / "a.json")
    with pytest.raises(ValueError, match="there is no such model"):
        read(tmp_path / "b.json")


def test_a_model_fits_its_own_site_and_beat_only() -> None:
    """A tenth of the assets may be others; a model of no site's assets fits any."""
    model = _model()
    assert refusal(model, ("amr-001", "dc-01"), 60.0) == ""
    assert "cadence of 60 s, not 30 s" in refusal(model, ("amr-001", "dc-01"), 30.0)
    assert "site small" in refusal(model, ("amr-001", "dc-01", "ws-01"), 60.0)
    free = Model(Origin("any", (), (), (), 1.0, 60.0, ""), model.days, model.groups, model.patterns, model.masses)
    assert refusal(free, ("x",), 60.0) == ""
