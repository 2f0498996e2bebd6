"""``python -m twin`` is the command line."""

from __future__ import annotations

import runpy
import sys

import pytest


def test_the_module_is_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Help, and exit code 0."""
    monkeypatch.setattr(sys, "argv", ["twin", "--help"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("twin", run_name="__main__")
    assert stop.value.code == 0
    assert "compare" in capsys.readouterr().out
