"""What a host needs of an engine: the small table of the tests and the real one have all of it."""

from __future__ import annotations

import inspect

import pytest

from tests.rooms import SmallTable
from twin.exercise.host.live_table import LiveTable
from twin.exercise.host.table import Table


@pytest.mark.parametrize("real", [SmallTable, LiveTable])
def test_a_table_has_everything_that_a_host_asks_for(real: type) -> None:
    """With the same parameters."""
    asked = {name: value for name, value in vars(Table).items() if not name.startswith("_")}
    assert asked.keys() >= {"advance", "do", "views", "pictures", "now_us", "speed", "finished"}
    for name, value in asked.items():
        if inspect.isfunction(value):
            assert list(inspect.signature(getattr(real, name)).parameters) == list(inspect.signature(value).parameters)
        else:
            assert hasattr(real, name) or name in {"events", "now_us"}
