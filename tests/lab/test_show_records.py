"""Tables of what an export wrote and what a question answers."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from twin.lab.export import Exported
from twin.lab.show_records import MOST_ROWS, show_answer, show_export


def test_files_have_sizes_and_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """With thousands separators."""
    show_export(Exported(Path("logs"), (("observed/conn.log", 12_345),)))
    assert "12,345" in (text := capsys.readouterr().out)
    assert "1 file in logs" in text


def test_a_long_answer_says_how_much_it_hides(capsys: pytest.CaptureFixture[str]) -> None:
    """And how to see all of it; nothing is empty, not None."""
    show_answer(pa.table({"n": list(range(MOST_ROWS + 3)), "who": [None] * (MOST_ROWS + 3)}))
    text = capsys.readouterr().out
    assert "3 rows more" in text
    assert "None" not in text
