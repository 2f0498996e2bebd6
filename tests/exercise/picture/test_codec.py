"""The container of a live picture."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.exercise.picture.codec import (
    REPORTED,
    SECTIONS,
    TRUTH,
    TYPES,
    check_of,
    ground_of,
    pack_picture,
    unpack_picture,
)

ARRAYS = st.dictionaries(
    st.sampled_from(SECTIONS),
    st.tuples(st.sampled_from(TYPES), st.lists(st.integers(0, 200), max_size=40)),
    max_size=8,
)


@given(
    arrays=ARRAYS,
    book=st.sampled_from((REPORTED, TRUTH)),
    ground=st.integers(0, 2**32 - 1),
    time_ms=st.integers(0, 2**32 - 1),
)
def test_what_is_packed_is_read_back(
    arrays: dict[str, tuple[str, list[int]]], book: int, ground: int, time_ms: int
) -> None:
    """Any sections of any types: names, values, types and the four numbers of the head."""
    packed = {name: np.array(values, dtype=kind) for name, (kind, values) in arrays.items()}
    found = unpack_picture(pack_picture(book, ground, time_ms * 1000, packed))
    assert (found.book, found.ground, found.time_ms) == (book, ground, time_ms)
    assert list(found.sections) == list(packed)
    for name, values in packed.items():
        assert found.sections[name].dtype == values.dtype
        assert found.sections[name].tolist() == values.tolist()


def test_every_section_lies_where_a_typed_array_may_begin() -> None:
    """Offsets are multiples of four, whatever the lengths before."""
    sections = {"robot_state": np.arange(3, dtype="u1"), "trend_time": np.arange(2, dtype="u4")}
    payload = pack_picture(REPORTED, 0, 0, sections)
    assert len(payload) == 16 + 2 * 4 + 4 + 8


def test_a_picture_names_its_ground() -> None:
    """Its number is the CRC-32 of the still part, which a browser can count."""
    ground = b"123456789"
    assert check_of(ground) == 0xCBF43926
    assert ground_of(pack_picture(TRUTH, check_of(ground), 5, {})) == 0xCBF43926


@pytest.mark.parametrize("payload", [b"", b"TWIN" + bytes(20), b"TWIP\x02" + bytes(20), b"TWIP\x01"])
def test_what_is_no_picture_is_refused(payload: bytes) -> None:
    """Another container, another format, too short."""
    with pytest.raises(ValueError, match="not a picture"):
        unpack_picture(payload)


def test_a_picture_that_is_cut_off_is_refused() -> None:
    """No array is made shorter in silence."""
    payload = pack_picture(REPORTED, 0, 0, {"robot_x": np.arange(10, dtype="u2")})
    with pytest.raises(ValueError, match="buffer"):
        unpack_picture(payload[:-6])


def test_the_browser_reads_the_same_table_of_sections(repo: Path) -> None:
    """A section's number means the same on both sides."""
    text = (repo / "dashboards" / "components" / "live_codec.js").read_text("utf-8")
    listed = re.search(r"SECTIONS = \[(.*?)\]", text, re.DOTALL)
    assert listed is not None
    assert tuple(re.findall(r'"(\w+)"', listed.group(1))) == SECTIONS
