"""``--set name=value``."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.lab.verify.request import read_settings


def test_numbers_are_read_by_name() -> None:
    """As Python writes them."""
    assert read_settings(["servers=4", " load = 1e-3"]) == {"servers": 4.0, "load": 0.001}


def test_every_wrong_word_is_a_fault() -> None:
    """All at once."""
    with pytest.raises(BadInput) as caught:
        read_settings(["servers", "=4", "a=1", "a=2", "b=many"])
    assert [fault.code for fault in caught.value.faults] == ["bad-setting", "bad-setting", "set-twice", "wrong-type"]
