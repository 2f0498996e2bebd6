"""Discovery: from a recording to findings, blind to the truth until it is asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.inventory.recordings import CLOUD, COFFEE, RESOLVER, coffee_tape
from twin.core.errors import BadInput
from twin.lab.inventory import take_inventory
from twin.lab.inventory.discovery import discover
from twin.lab.recording import Recording

HIDDEN = replace(COFFEE, registered=False)


def test_an_unregistered_machine_is_found_and_named_for_what_it_is() -> None:
    """From its maker, its names and its cloud."""
    found = discover(coffee_tape(assets=(HIDDEN, RESOLVER, CLOUD)).recording())
    assert [(each.finding, each.name) for each in found.findings] == [("unknown", "coffee-01")]
    assert found.guesses["coffee-01"].kind == "coffee_machine"
    assert found.judgement is None


def test_the_register_changes_findings_and_never_guesses() -> None:
    """Whatever it says about a host, the guess is the same."""
    for kind in ("coffee_machine", "camera", "workstation"):
        told = replace(COFFEE, kind=kind, function="office", services=("smb",))
        found = discover(coffee_tape(assets=(told, RESOLVER, CLOUD)).recording())
        assert found.guesses["coffee-01"].kind == "coffee_machine"


def test_a_truth_book_that_is_empty_changes_nothing() -> None:
    """Only observed rows and the register are read, also when guesses are judged."""
    tape = coffee_tape()
    without = discover(tape.recording(), truth=True)
    noisy = coffee_tape()
    noisy.log.one("compromise", time=8_000_000_000, asset="coffee-01", state="compromised", step="x")
    assert discover(noisy.recording(), truth=True) == without
    assert without.judgement is not None
    assert without.judgement.recall.mean is not None


def test_it_becomes_one_document() -> None:
    """With addresses, times in seconds, and the evidence of each guess."""
    told = json.loads(json.dumps(discover(coffee_tape().recording(), truth=True).to_json(), allow_nan=False))
    coffee = told["hosts"][0]
    assert (coffee["address"], coffee["kind"], coffee["last_s"]) == ("10.60.0.10", "coffee_machine", 6_900.0)
    assert coffee["uses"][0]["period_s"] == 300.0
    assert told["truth"]["precision"]["n"] >= 1


def test_a_folder_gives_what_memory_gives(tmp_path: Path) -> None:
    """Written and read, the unregistered included."""
    recording = coffee_tape(assets=(HIDDEN, RESOLVER, CLOUD)).recording()
    assert isinstance(recording, Recording)
    recording.source.write(tmp_path)  # type: ignore[union-attr]
    recording.write_register(tmp_path)
    (tmp_path / "run.json").write_text('{"inputs": {}, "digest": ""}')
    assert take_inventory(tmp_path, truth=True) == discover(recording, truth=True)


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    """With the command that would write one."""
    with pytest.raises(BadInput, match="twin run"):
        take_inventory(tmp_path)
