"""What people and programs are shown."""

from __future__ import annotations

import json

import pytest

from twin import cli
from twin.lab.verify.base import Finding, at_most, exact
from twin.lab.verify.show import show_verdicts, verdicts_json
from twin.lab.verify.suite import Request, Verdict


def verdict(*found: Finding) -> Verdict:
    """A verdict of a case."""
    return Verdict(Request("V1", {"load": 0.5}), "a queue", "a book", "twin.lab.queue.Line", found, 1.25)


def test_a_missed_answer_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """In its row and in the sum."""
    show_verdicts([verdict(exact("wait", "s", 1.0, 2.0), at_most("most", "", 1.0, 0.5))], 7)
    out = capsys.readouterr().out
    assert "FAIL" in out
    assert "wait, s" in out
    assert "at most" in out
    assert "1 case, 2 findings: 1 failed: V1" in out
    assert "seed 7" in out


def test_a_second_measurement_shows(capsys: pytest.CaptureFixture[str]) -> None:
    """It is no secret."""
    show_verdicts([verdict(Finding("wait", "s", 1.0, 1.0, low=0.99, high=1.01, tries=2))], 1)
    out = capsys.readouterr().out
    assert "second" in out
    assert "0.99 to 1.01" in out
    assert "all pass" in out


def test_the_document_has_everything() -> None:
    """Inputs, findings, source, and whether all passed."""
    document = verdicts_json([verdict(exact("wait", "s", 1.0, 2.0))], 1)
    assert (document["passed"], document["failed"], document["seed"]) == (False, ["V1"], 1)
    (case,) = document["cases"]
    assert (case["case"], case["inputs"], case["source"]) == ("V1", {"load": 0.5}, "a book")
    assert case["findings"][0]["passed"] is False


class TestTheCommand:
    """Exit codes and one document."""

    def test_list_names_every_input(self, capsys: pytest.CaptureFixture[str]) -> None:
        """For people and for programs."""
        assert cli.main(["verify", "--list", "--json"]) == 0
        cases = json.loads(capsys.readouterr().out)["cases"]
        assert [case["case"] for case in cases][:3] == ["V1", "V2", "V3"]
        assert cases[1]["inputs"][2] == {
            "name": "servers", "value": 3, "unit": "", "doc": "analysts", "least": 1, "most": 50, "whole": True,
        }  # fmt: skip
        assert cli.main(["verify", "--list", "--case", "V2", "--set", "servers=4"]) == 0
        out = capsys.readouterr().out
        assert "arrivals_per_h" in out
        assert "V1 " not in out

    def test_a_case_at_other_inputs_ends_well(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Exit code 0, and the inputs that were used."""
        assert cli.main(["verify", "--case", "v13", "--set", "speed_1_mps=1", "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["passed"]
        assert document["cases"][0]["inputs"]["speed_1_mps"] == 1.0

    def test_a_missed_answer_ends_with_1(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A plant that brakes late is told so."""
        monkeypatch.setattr("twin.lab.verify.kinematics.stopping_distance_m", lambda *_: 99.0)
        assert cli.main(["verify", "--case", "V13"]) == 1
        assert "failed: V13" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--case", "V99"], "did you mean"),
            (["--case", "V2", "--set", "server=4"], "did you mean servers?"),
            (["--case", "V2", "--set", "servers=0"], "1 to 50, whole"),
            (["--case", "V2", "--set", "servers=2"], "grows without end"),
            (["--set", "servers=2"], "--case"),
            (["--case", "V2", "--set", "servers"], "name=value"),
            (["--case", "V2", "--workers", "0"], "--workers"),
            (["--case", "V2", "--seed", "-1"], "--seed"),
        ],
    )
    def test_bad_input_ends_with_2(self, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
        """In words, on standard error."""
        assert cli.main(["verify", *arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert words in err
