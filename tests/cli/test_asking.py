"""Commands that only read answer with code 0, or with 1 where the answer is no."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin import cli

ROOT = Path(__file__).resolve().parents[2]


class TestAnswers:
    """Commands that only read."""

    def test_list_explain_schema_and_check_are_good(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Exit code 0 and something to read."""
        for arguments in (
            ["list"],
            ["list", "stories"],
            ["explain", "scan"],
            ["check", str(ROOT / "scenarios/postures/flat.yaml")],
        ):
            assert cli.main(arguments) == 0
            assert capsys.readouterr().out

    def test_a_schema_is_one_json_document(self, capsys: pytest.CaptureFixture[str]) -> None:
        """For editors."""
        assert cli.main(["schema", "posture"]) == 0
        assert json.loads(capsys.readouterr().out)

    def test_a_site_is_described_and_its_plan_drawn(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """One JSON document, and a picture of the sort that its ending says."""
        for name, begins in (("plan.png", b"\x89PNG"), ("plan.svg", b"<?xml")):
            figure = tmp_path / name
            assert cli.main(["site", "describe", "small", "--figure", str(figure), "--json"]) == 0
            document = json.loads(capsys.readouterr().out)
            assert (document["name"], document["figure"]) == ("small", str(figure))
            assert figure.read_bytes().startswith(begins)

    def test_a_file_with_faults_fails_its_check(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Bad input: exit code 2, as of every command that is given such a file."""
        story = tmp_path / "broken.yaml"
        story.write_text("format: 1\nname: broken\ntitle: x\npolicy: {kind: zonse}\n")
        assert cli.main(["check", str(story)]) == 2
        assert "zonse" in capsys.readouterr().out
