"""Recall: involved assets that a right alert accuses."""

from __future__ import annotations

import pytest

from tests.lab.logs import alert, measured, step, taken


def test_it_is_the_share_of_involved_assets_that_were_named() -> None:
    """coffee-1 acts, ws-01 falls, camera-01 falls; two are named, one of them twice."""
    rows = (
        step(1, "start", "coffee-1", "dc-01"), taken(2, "ws-01"), taken(3, "camera-01"),
        alert(4, "coffee-1"), alert(5, "ws-01"), alert(6, "ws-01"),
    )  # fmt: skip
    assert measured("recall", *rows) == pytest.approx(2 / 3)


def test_naming_an_asset_before_its_part_finds_nothing() -> None:
    """An alert on ws-01 before it fell is not what found it."""
    assert measured("recall", step(1, "start", "coffee-1"), alert(2, "ws-01"), taken(3, "ws-01")) == 0.0


def test_the_victim_of_a_mere_knock_need_not_be_named() -> None:
    """The target of a scan is no case, so naming it changes nothing."""
    rows = step(1, "start", "coffee-1", "dc-01"), alert(2, "coffee-1")
    assert measured("recall", *rows) == 1.0
    assert measured("recall", *rows, alert(3, "dc-01")) == 1.0


def test_on_a_quiet_day_it_is_undefined() -> None:
    """There is nobody to find, whoever was accused."""
    assert measured("recall", alert(1, "ws-01")) is None
