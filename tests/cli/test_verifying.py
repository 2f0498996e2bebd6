"""``twin verify`` answers in words and in JSON, and says no with code 1."""

from __future__ import annotations

import json

import pytest

from twin import cli


def test_a_case_that_passes_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    """Expected and measured stand in the document."""
    assert cli.main(["verify", "--case", "V13", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert "V13" in json.dumps(document)


def test_an_unknown_case_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    """With the nearest one that there is."""
    assert cli.main(["verify", "--case", "V99"]) == 2
    assert "unknown-case" in capsys.readouterr().err
