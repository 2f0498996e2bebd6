"""What people type is text of a size that fits."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.errors import BadInput
from twin.exercise.access.words import LARGEST_BODY, LONGEST_NAME, checked_body, checked_id, checked_name, checked_text

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)


@given(st.text())
def test_a_name_that_is_kept_can_be_shown(name: str) -> None:
    """One line, no control character, no trick of direction; or it is refused."""
    try:
        kept = checked_name(name)
    except BadInput:
        return
    assert 0 < len(kept) <= LONGEST_NAME
    assert kept.isprintable()
    assert kept == " ".join(kept.split())


@given(st.dictionaries(st.text(max_size=20), JSON, max_size=4))
def test_a_body_that_is_kept_is_json_of_its_size(body: dict[str, object]) -> None:
    """And can be written as UTF-8; or it is refused."""
    try:
        _, _, kept = checked_body("ask", "", body)
    except BadInput:
        return
    assert len(json.dumps(kept, allow_nan=False, ensure_ascii=False).encode()) <= LARGEST_BODY


@pytest.mark.parametrize("command_id", ["", "click-1", "a.b:c_d", "x" * 200])
def test_an_id_is_a_word(command_id: str) -> None:
    """Or nothing."""
    assert checked_id(command_id) == command_id


@pytest.mark.parametrize("command_id", ["x" * 201, "a b", "a\n", "ä", "'; --"])
def test_an_id_that_is_none_is_refused(command_id: str) -> None:
    """In words."""
    with pytest.raises(BadInput, match="an id has up to 200"):
        checked_id(command_id)


def test_an_upload_is_text() -> None:
    """What cannot be written down as UTF-8 is none."""
    assert checked_text("title: größer") == "title: größer"
    with pytest.raises(BadInput, match="no text in UTF-8"):
        checked_text("title: \ud800")
