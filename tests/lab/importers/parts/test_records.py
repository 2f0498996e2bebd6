"""Records keep apart what was unset, empty and not there."""

from __future__ import annotations

import json

from twin.lab.importers.parts.records import as_text, missing_of


def test_fields_are_json_in_one_line() -> None:
    """Null is unset, an empty text is empty, and what is not there is not there."""
    text = as_text({"unset": None, "empty": "", "many": [1, 2.5]})
    assert json.loads(text) == {"unset": None, "empty": "", "many": [1, 2.5]}
    assert "\n" not in text
    assert as_text({}) == ""


def test_missing_columns_are_one_word_in_order() -> None:
    """Few different words, so that they cost next to nothing on disk."""
    assert missing_of(["user", "duration_us"]) == "duration_us,user"
    assert missing_of([]) == ""
