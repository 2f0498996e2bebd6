"""A policy is named by a posture or by its kind, and a run's hits belong to one policy on one site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.lab.policy.subject import hits_of, subjects
from twin.lab.run import run


def test_a_posture_and_its_kind_mean_the_same_policy() -> None:
    """``zero-trust`` is the posture, ``zero_trust`` the kind; a site by name."""
    posture, kind = subjects(("zero-trust", "zero_trust"), "small")
    assert posture.made == kind.made
    assert (posture.site, len(posture.inventory.assets)) == ("small", 145)


def test_the_options_of_a_posture_file_count(tmp_path: Path) -> None:
    """A file of one's own, with what it excepts."""
    file = tmp_path / "mine.yaml"
    file.write_text("format: 1\ntitle: Mine\npolicy: {kind: zones, vendor_exceptions: [hvac_controller]}\n", "utf-8")
    mine, plain = subjects((str(file), "zones"), "small")
    assert mine.name == "mine"
    assert not mine.made.denied_demands
    assert len(plain.made.denied_demands) == 6


def test_every_wrong_name_is_told_at_once() -> None:
    """Two policies and the site."""
    with pytest.raises(BadInput) as caught:
        subjects(("zonez", "flatt"), "smal")
    assert [fault.code for fault in caught.value.faults] == ["unknown-site", "unknown-posture", "unknown-posture"]
    assert "did you mean zones?" in caught.value.faults[1].remedy


def test_hits_come_from_a_run_of_the_same_policy_and_site(tmp_path: Path) -> None:
    """Every line with its count; a run of something else is refused with the command that would do."""
    done = run("quiet-day", "zones", site="small", hours=0.02)
    (tmp_path / "run.json").write_text(json.dumps({**done.to_json(), "inputs": {}}), "utf-8")
    done.recording.write_register(tmp_path)
    zones, flat = subjects(("zones", "flat"), "small")
    assert hits_of(tmp_path, zones) == done.built.world.network.hits()
    with pytest.raises(BadInput) as caught:
        hits_of(tmp_path, flat)
    assert caught.value.faults[0].code == "does-not-fit"
    assert "--posture flat" in caught.value.faults[0].remedy


def test_a_folder_without_a_run_has_no_hits(tmp_path: Path) -> None:
    """It is told like everywhere else."""
    with pytest.raises(BadInput, match=r"holds no run\.json"):
        hits_of(tmp_path, subjects(("zones",), "small")[0])
