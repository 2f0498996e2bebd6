"""Parity relations: which of them break says which kind lies."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.detectors.rooms import HOUR, LOOK_S, Lie, reports, seen_room
from tests.watching import batch
from twin.detectors.physics.parity import (
    CURRENT,
    DOOR,
    POWER,
    TEMPERATURE,
    DriveRelation,
    HeatRelation,
    kind_that_lies,
)


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        ("##.#", TEMPERATURE),
        ("#.##", CURRENT),
        (".##.", POWER),
        ("##..", DOOR),
        ("....", ""),
        ("..#.", ""),
        ("####", ""),
    ],
)
def test_every_signature_names_one_kind_or_none(broken: str, kind: str) -> None:
    """The columns of the table."""
    assert kind_that_lies(np.array([each == "#" for each in broken]), doors_explain=True) == kind


def test_doors_are_accused_of_what_doors_could_have_done_only() -> None:
    """Where the relation without doors is too coarse to break, the sign tells."""
    for broken in itertools.product([False, True], repeat=4):
        assert kind_that_lies(np.array(broken), doors_explain=False) != DOOR


def _broken(drive: str, lie: Lie, *, doors: bool = True) -> list[int]:
    """Looks at which a relation of heat is broken."""
    seen = seen_room()
    relation = HeatRelation(seen.names, ["chill-1"], drive, doors=doors, false_alarms=1e-9, learn=10, least_k=0.06)
    found = []
    for look, rows in enumerate(reports(lie, 3 * HOUR)):
        told = batch(seen, LOOK_S * (look + 1), from_s=LOOK_S * look, reading=rows).tables["reading"]
        middle = np.array([np.median([row["value"] for row in rows if row["quantity"] == TEMPERATURE])])
        if relation.take(told, middle)[0]:
            found.append(look)
    return found


def test_a_relation_is_broken_by_its_own_kinds_only() -> None:
    """A current that is not there breaks heat by current, and leaves heat by power whole."""

    def lie(kind: str, look: int, value: float) -> float:
        return 0.0 if kind == CURRENT and look >= 2 * HOUR else value

    assert _broken(POWER, lie) == []
    assert min(_broken(CURRENT, lie)) >= 2 * HOUR


def test_current_and_power_are_compared_as_shares() -> None:
    """A compressor at rest and one at full load agree; half a minute apart is forgiven, for good is not."""

    class Given:
        def __init__(self, share: float) -> None:
            self.current, self.known, self.largest = np.array([[share]]), np.array([True]), np.array([5.0])

    drive = DriveRelation(1)
    assert not any(drive.take(Given(share), Given(share))[0] for share in (0.0, 1.0, 0.0))  # type: ignore[arg-type]
    assert not drive.take(Given(1.0), Given(0.5))[0]  # type: ignore[arg-type]
    assert [bool(drive.take(Given(0.0), Given(1.0))[0]) for _ in range(4)][-1]  # type: ignore[arg-type]
