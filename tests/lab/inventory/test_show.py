"""An inventory on the command line: within 80 columns, findings named, wrong guesses owned up to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.inventory.recordings import CLOUD, COFFEE, RESOLVER, coffee_tape
from twin.lab.inventory.discovery import Discovery, discover
from twin.lab.inventory.findings import Finding
from twin.lab.inventory.show import show_inventory


def _shown(discovery: Discovery, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    show_inventory(discovery, Path("runs/x"))
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    return text


def test_who_is_unknown_is_named_with_its_address(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what it looks like, and why."""
    hidden = replace(COFFEE, registered=False)
    text = _shown(discover(coffee_tape(assets=(hidden, RESOLVER, CLOUD)).recording()), capsys, monkeypatch)
    words = ("2 addresses, 1 of them registered", "unknown", "10.60.0.10", "coffee_machine", "brewtech's")
    assert all(word in text for word in words)
    assert text.rstrip().endswith("next   twin flows runs/x")


def test_an_agreeing_register_is_said_to_agree(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No empty table, and no praise either: a silent device is in nobody's ears."""
    assert "Nothing that was heard disagrees with the register; what kept silent may." in _shown(
        discover(coffee_tape().recording()), capsys, monkeypatch
    )


def test_what_listening_cannot_find_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how many devices of the register are on a bus."""
    sensor = replace(COFFEE, name="temp-01", kind="sensor", address="")
    text = _shown(discover(coffee_tape(assets=(COFFEE, RESOLVER, CLOUD, sensor)).recording()), capsys, monkeypatch)
    assert "on a serial bus (1 device of the register)" in " ".join(text.split())


def test_many_findings_of_one_sort_are_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty missing devices do not fill the screen."""
    gone = tuple(Finding("missing", f"ws-{number:02d}", "10.70.0.1", "no tap heard it") for number in range(50))
    text = _shown(replace(discover(coffee_tape().recording()), findings=gone), capsys, monkeypatch)
    assert "38 more" in text
    assert "ws-12" not in text


def test_the_truth_names_what_was_wrong(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that is really a printer, and behaves like a coffee machine."""
    disguised = replace(COFFEE, kind="printer")
    text = _shown(
        discover(coffee_tape(assets=(disguised, RESOLVER, CLOUD)).recording(), truth=True), capsys, monkeypatch
    )
    assert "10.60.0.10 taken for coffee_machine, is printer" in text
    assert "always the commonest kind" in text


def test_an_import_is_said_to_have_no_handshakes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the terminal and in the document; nothing of it is said of a run."""
    run = discover(coffee_tape().recording())
    imported = replace(run, handshakes=False)
    assert "no handshakes" in _shown(imported, capsys, monkeypatch)
    assert "no handshakes" not in _shown(run, capsys, monkeypatch)
    assert [each.to_json()["handshakes_read"] for each in (run, imported)] == [True, False]
