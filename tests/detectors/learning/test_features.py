"""Rows of features: what is counted, for whom, and in which words."""

from __future__ import annotations

import numpy as np
import pytest

from tests.watching import batch, flow, reading, refused, state, watch
from twin.core import elementary
from twin.core.names import Names
from twin.detectors.base import Watch
from twin.detectors.learning.features import COLUMNS, Features, Slice


def _value(features: Features, seen: Slice, name: str, column: str) -> float:
    """The column of an asset, taken back from its logarithm."""
    number = [asset.name for asset in features.register.assets].index(name)
    row = seen.members.tolist().index(number)
    value = float(seen.values[row, COLUMNS.index(column)])
    return float(elementary.exp(np.array([value]))[0]) - 1.0


def _rows(seen: Watch) -> Slice:
    flows = [
        flow(1, "ws-01", "dc-01", "smb", bytes_out=100, bytes_in=900, verb="read", duration_us=2_000_000),
        flow(2, "ws-01", "dc-01", "smb", bytes_out=300, verb="read", status="denied"),
        flow(3, "ws-01", "resolver-public", "dns", bytes_out=50, status="NXDOMAIN"),
        refused(4, "ws-01", "gateway-01", 502, "modbus", bytes_out=200, bytes_in=200),
    ]
    return Features(seen).of(batch(seen, 60, flow=flows))


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("ws-01", "flows", 4), ("ws-01", "peers", 3), ("ws-01", "ports", 3), ("ws-01", "bytes sent", 650),
        ("ws-01", "bytes received", 1500), ("ws-01", "largest sending", 300), ("ws-01", "seconds", 2),
        ("ws-01", "failures", 3), ("ws-01", "outside", 1), ("ws-01", "remote", 2), ("ws-01", "names", 1),
        ("ws-01", "control", 1), ("ws-01", "unfamiliar", 0), ("dc-01", "asked", 2), ("dc-01", "askers", 1),
        ("dc-01", "bytes taken", 400), ("dc-01", "failed on", 1), ("dc-01", "flows", 0), ("gateway-01", "failed on", 1),
    ],
)  # fmt: skip
def test_a_row_counts_what_an_asset_did_and_what_was_done_to_it(name: str, column: str, value: float) -> None:
    """Four flows of a workstation, counted by hand."""
    seen = watch()
    assert _value(Features(seen), _rows(seen), name, column) == pytest.approx(value, rel=1e-9)


def test_only_who_took_part_has_a_row() -> None:
    """In order of the register, and nobody in an empty batch."""
    seen = watch()
    features = Features(seen)
    names = [features.register.assets[n].name for n in _rows(seen).members.tolist()]
    assert names == ["dc-01", "gateway-01", "resolver-public", "ws-01"]
    nothing = features.of(batch(seen, 60))
    assert nothing.values.shape == (0, len(COLUMNS))
    assert len(nothing.patterns) == 0


def test_patterns_are_groups_service_and_verb_and_come_back_as_words() -> None:
    """Two flows of one pattern are one line with a count of two."""
    seen = watch()
    features = Features(seen)
    rows = features.of(batch(seen, 60, flow=[flow(n, "ws-01", "dc-01", "smb", verb="read") for n in (1, 2)]))
    word = ("workstation/office", "domain_controller/identity", "smb", "read")
    assert features.spelt(rows.patterns) == [word]
    assert rows.counts.tolist() == [2]
    assert features.packed([word, ("nobody/nowhere", word[1], "smb", "read")]).tolist() == [*rows.patterns.tolist(), -1]


def test_a_flow_has_the_pattern_of_its_row() -> None:
    """Row by row and in one go are the same."""
    seen = watch()
    features = Features(seen)
    rows = batch(seen, 60, flow=[flow(1, "ws-01", "dc-01", "smb", verb="read"), flow(2, "ws-02", "stranger", "ssh")])
    one_by_one = features.patterns_of(rows.tables["flow"], np.arange(2))
    assert sorted(one_by_one.tolist()) == sorted(features.of(rows).patterns.tolist())


def test_a_robot_leaps_when_it_is_further_than_its_speed_explains_and_was_not_carried() -> None:
    """Ten metres in two seconds at 1.5 m/s are seven too many; a robot that stands at both ends was carried."""
    seen = watch()
    features = Features(seen)
    drove = features.of(batch(seen, 60, robot_state=[state(1, 0.0, 0.0, order=1), state(3, 10.0, 0.0, order=2)]))
    assert _value(features, drove, "amr-001", "leap") == pytest.approx(7.0)
    assert _value(features, drove, "amr-001", "orders") == pytest.approx(1.0)
    carried = features.of(
        batch(seen, 60, robot_state=[state(1, 0.0, 0.0, speed_mps=0.0), state(3, 10.0, 0.0, speed_mps=0.0)])
    )
    assert len(carried.members) == 0


def test_a_thermometer_is_as_far_off_as_the_mean_of_its_readings() -> None:
    """Setpoint 4 degC: readings of 5 and 6 are 1.5 K off; a current is no temperature."""
    seen = watch()
    features = Features(seen)
    rows = [reading(1, "t-01", 5.0), reading(2, "t-01", 6.0), reading(3, "t-02", 9.0, quantity="compressor_current_a")]
    found = features.of(batch(seen, 60, reading=rows))
    assert _value(features, found, "t-01", "reading") == pytest.approx(1.5)
    assert len(found.members) == 1


def test_codes_of_names_do_not_matter() -> None:
    """A table with other names in it first gives the same rows, and the same patterns in words."""
    other = Names(["", *(f"x-{n}" for n in range(300))])
    first, second = watch(), watch(names=other)
    assert np.array_equal(_rows(first).values, _rows(second).values)
    words = [sorted(Features(each).spelt(_rows(each).patterns)) for each in (first, second)]
    assert words[0] == words[1]
