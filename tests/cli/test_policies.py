"""``twin policy`` and ``twin path`` read policies before anything runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin import cli

Capture = pytest.CaptureFixture[str]


def test_a_policy_is_shown_with_its_zones_conduits_and_levels(tmp_path: Path, capsys: Capture) -> None:
    """In tables for people, with a picture where one is asked for; in one document for programs."""
    figure = tmp_path / "zones.svg"
    assert cli.main(["policy", "show", "zones", "--figure", str(figure)]) == 0
    assert "cold_chain" in capsys.readouterr().out
    assert figure.stat().st_size > 10_000
    assert cli.main(["policy", "show", "zones", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"zones", "conduits", "rules", "figure"} <= document.keys()


def test_a_difference_says_who_gains_and_who_loses(capsys: Capture) -> None:
    """From flat to zones much is lost and nothing gained; the way back is its mirror."""
    assert cli.main(["policy", "diff", "flat", "zones", "--json"]) == 0
    there = json.loads(capsys.readouterr().out)
    assert cli.main(["policy", "diff", "zones", "flat", "--json"]) == 0
    back = json.loads(capsys.readouterr().out)
    assert there["lost"] == back["gained"]
    assert there["lost"]
    assert not there["gained"]


def test_a_review_finds_the_device_that_fits_no_zone_and_says_no_only_where_a_policy_is_unsound(
    capsys: Capture,
) -> None:
    """A controller that must speak with the internet is for people to decide, and no reason for exit code 1."""
    assert cli.main(["policy", "check", "zero-trust"]) == 0
    assert "fits no zone" in capsys.readouterr().out


def test_a_path_is_open_or_shut_and_the_exit_code_says_which(capsys: Capture) -> None:
    """Robots reach each other inside a zone, and the coffee machine reaches no domain controller."""
    assert cli.main(["path", "amr-001", "amr-002", "--posture", "zones"]) == 0
    assert "2 paths open" in capsys.readouterr().out
    assert cli.main(["path", "coffee-01", "dc-01", "--posture", "zones", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["open_pairs"] == 0


def test_names_that_mean_nothing_are_named_with_the_nearest(capsys: Capture) -> None:
    """Exit code 2, the word, and what it may have been."""
    assert cli.main(["path", "cofee-01", "dc-01", "--posture", "zone"]) == 2
    told = capsys.readouterr().err
    assert "zones" in told
    assert cli.main(["path", "cofee-01", "dc-1", "--posture", "zones"]) == 2
    told = capsys.readouterr().err
    assert "coffee-01" in told
    assert "dc-01" in told
