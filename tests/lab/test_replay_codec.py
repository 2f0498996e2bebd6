"""The container of a replay."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from twin.lab.replay_codec import pack, unpack

ARRAYS = st.sampled_from(["u1", "<u2", "<i2", "<u4"]).flatmap(
    lambda kind: hnp.arrays(np.dtype(kind), hnp.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=5))
)


@given(
    header=st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3), arrays=st.lists(ARRAYS, max_size=4)
)
def test_what_was_packed_comes_out_again(header: dict[str, str], arrays: list[np.ndarray]) -> None:
    """Header and arrays survive, whatever their texts, types and shapes."""
    header.pop("sections", None)
    sections = {f"part_{number}": values for number, values in enumerate(arrays)}
    back, parts = unpack(pack(header, sections))
    assert back == header
    assert list(parts) == list(sections)
    for name, values in sections.items():
        np.testing.assert_array_equal(parts[name], values)
        assert parts[name].shape == values.shape


def test_arrays_start_at_multiples_of_four() -> None:
    """A browser's typed arrays refuse any other offset."""
    payload = pack({"a": "é"}, {"x": np.zeros(3, np.uint8), "y": np.zeros(2, np.uint32)})
    start = 12 + int.from_bytes(payload[8:12], "little")
    offsets = [part["offset"] for part in json.loads(payload[12:start])["sections"]]
    assert start % 4 == 0
    assert offsets == [0, 4]


def test_the_layout_is_the_documented_one() -> None:
    """Magic, version, size and little-endian numbers stand where the docstring says."""
    payload = pack({}, {"x": np.array([258], np.uint16)})
    assert payload[:8] == b"TWIN\x01\x00\x00\x00"
    assert payload[-4:] == b"\x02\x01\x00\x00"


@pytest.mark.parametrize("payload", [b"", b"PNG?\x01\x00\x00\x00", b"TWIN\x02\x00\x00\x00"])
def test_anything_else_is_refused(payload: bytes) -> None:
    """Other files and other versions are named as such."""
    with pytest.raises(ValueError, match="not a replay of version 1"):
        unpack(payload)
