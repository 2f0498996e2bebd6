"""The nearest row is the one that lacks least; it says what it has and what the rule wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.sights import SINGLE, modbus, sight, write_rule
from twin.lab.detection.explain import explain
from twin.lab.detection.near_miss import NearMiss

ROWS = [
    modbus(1, "read_coils", src="cam-01"),
    modbus(2, "write_single_register", src="cam-01"),
    modbus(3, "read_coils", src="cam-02", dst="plc-09"),
]


def _near(folder: Path, steps: dict[int, str]) -> NearMiss:
    path, (rule,) = write_rule(folder, SINGLE)
    found = explain(rule, [path], sight(ROWS, steps)).near
    assert found is not None
    return found


def test_the_nearest_row_lacks_one_thing(tmp_path: Path) -> None:
    """The write from a camera: its source is all that is otherwise."""
    near = _near(tmp_path, {})
    assert (near.time_us, near.entity, near.alike, near.leaves) == (2_000_000, "cam-01", 1, 3)
    assert [each.words for each in near.otherwise] == ["src is cam-01, the rule wants ws-* (line 8)"]
    assert near.row["verb"] == "write_single_register"


def test_a_row_of_the_attack_comes_first(tmp_path: Path) -> None:
    """Though another row is nearer; an exclusion that holds is told as one."""
    near = _near(tmp_path, {3000: "tamper"})
    assert (near.time_us, near.step) == (3_000_000, "tamper")
    assert [each.words for each in near.otherwise] == [
        "func is read_coils, the rule wants write_single_register or write_multiple_registers (line 6)",
        "src is cam-02, the rule wants ws-* (line 8)",
        "dst is plc-09, which the rule excludes (plc-09; line 10)",
    ]


def test_among_equals_the_rarest_leaf_decides(tmp_path: Path) -> None:
    """Two rows lack one leaf each: the one that passes what few others pass is told."""
    rows = [*(modbus(n, "read_coils") for n in range(1, 6)), modbus(9, "write_single_register", src="cam-01")]
    path, (rule,) = write_rule(tmp_path, SINGLE)
    near = explain(rule, [path], sight(rows)).near
    assert near is not None
    assert (near.entity, near.alike) == ("cam-01", 6)


def test_a_field_that_is_not_there_is_missing(tmp_path: Path) -> None:
    """It is not an empty text; the document says so too."""
    path, (rule,) = write_rule(tmp_path, SINGLE)
    near = explain(rule, [path], sight([modbus(1, "", src="ws-01")])).near
    assert near is not None
    (told,) = near.to_json()["otherwise"]
    assert told == {"field": "func", "wants": told["wants"], "has": "missing", "line": 6, "excluded": False}
    assert near.to_json()["time_s"] == pytest.approx(1.0)
