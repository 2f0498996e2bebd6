"""How many rules can be used stands first; the rest stand at their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.sights import SINGLE, UNABLE, write_rule
from tests.lab.detection.test_convert import OLD
from twin.lab.detection.convert import convert
from twin.lab.detection.convert_show import answer, show_conversion


def test_rules_that_cannot_be_used_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And where the text went."""
    write_rule(tmp_path, f"{SINGLE}---\n{UNABLE}")
    found = convert(tmp_path)
    show_conversion(found, tmp_path / "out")
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "1 of 2 rules usable: 1 field-unknown; 0 of 1 file converted" == answer(found)
    assert "rule.yml:16  field-unknown  'Of another field'" in out
    assert out.splitlines()[-1] == f"written to {tmp_path / 'out'}"


def test_without_a_folder_the_new_text_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """That of files that were changed."""
    write_rule(tmp_path, OLD)
    write_rule(tmp_path, SINGLE, "b.yml")
    show_conversion(convert(tmp_path), None)
    out = capsys.readouterr().out
    assert "type: value_count" in out
    assert "Write from an office" not in out
