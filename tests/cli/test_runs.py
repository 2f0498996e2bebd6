"""The command line: exit codes, one JSON document, and words instead of tracebacks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from twin import cli
from twin.cli import runs
from twin.core.errors import BadInput, Fault, Place

ROOT = Path(__file__).resolve().parents[2]
QUICK = ["--posture", "unwatched", "--hours", "0.02"]


def _twin(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "twin", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        check=False,
        timeout=300,
    )


class TestBadInput:
    """Exit code 2, place and remedy on standard error, nothing on standard output."""

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["run", "quiet-day", "--hours", "0"], "--hours"),
            (["run", "quiet-day", "--hours", "nan"], "--hours"),
            (["run", "quiet-dya"], "did you mean quiet-day?"),
            (["run", "quiet-day", "--posture", "zonse"], "did you mean zones?"),
            (["run", "quiet-day", "--set", "plant.fleet.cuont=3"], "--set"),
            (["run", "no/such/story.yaml"], "missing-file"),
            (["compare", "quiet-day", "--postures", "flat", "--seeds", "-1"], "--seeds"),
            (["compare", "quiet-day", "--postures", "flat,flat"], "duplicate-name"),
            (["compare", "quiet-day", "--postures", ","], "--postures"),
            (["compare", "quiet-day", "--postures", "flat", "--workers", "0"], "--workers"),
            (["replay", "no-such-folder"], "missing-folder"),
            (["list", "polices"], "did you mean policies?"),
            (["explain", "unknwon-kind"], "did you mean unknown-kind?"),
            (["schema", "sites"], "did you mean site?"),
            (["check", "no-such-folder"], "missing"),
            (["site", "describe", "smal"], "did you mean small?"),
            (["site", "describe", "small", "--figure", "plan.pdf"], ".png, .svg"),
            (["site", "describe", "small", "--figure", "no/such/plan.png"], "mkdir -p"),
            (["run", "quiet-day", "--export", "parqet", "--out", "runs/x"], "did you mean parquet?"),
            (["run", "quiet-day", "--export", "csv"], "--out DIR"),
            (["run", "quiet-day", "--decision", "isolate amr-001"], "--decision"),
        ],
    )
    def test_every_mistake_gets_an_answer(
        self, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Which names the place, the value or the nearest word."""
        assert cli.main(arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert words in err
        assert "Traceback" not in err
        assert "(twin explain " in err

    @pytest.mark.parametrize(
        "arguments",
        [
            ["run", "quiet-dya", "--hours", "0"],
            ["run", "quiet-day", "--seed", "x"],
            ["compare", "quiet-day", "--postures", "zonse", "--seeds", "0"],
        ],
    )
    def test_with_json_the_faults_are_the_one_document(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The same as in words, each with its place, code, message and remedy."""
        assert cli.main([*arguments, "--json"]) == 2
        out, err = capsys.readouterr()
        error = json.loads(out)["error"]
        assert error["exit_code"] == 2
        assert error["faults"]
        for fault in error["faults"]:
            assert set(fault) == {"source", "line", "column", "code", "message", "remedy"}
            assert fault["message"] in err

    def test_numbers_files_and_settings_are_answered_at_once(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Nobody mends one fault to meet the next."""
        wrong = ["--hours", "0", "--seed", "-1", "--posture", "zonse", "--set", "a=1", "--export", "cvs"]
        assert cli.main(["run", "quiet-dya", *wrong]) == 2
        assert "6 faults" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "arguments", [["run"], ["frobnicate"], ["run", "quiet-day", "--seed", "x"], ["run", "--what"]]
    )
    def test_wrong_usage_is_bad_input_too(self, arguments: list[str]) -> None:
        """Typer's own answers have the same code."""
        assert cli.main(arguments) == 2

    def test_an_output_folder_is_checked_before_the_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nobody waits for a run that cannot be written."""
        (tmp_path / "file").write_text("x")
        monkeypatch.setattr(runs, "_run", lambda _recipe: pytest.fail("it ran"))
        assert cli.main(["run", "quiet-day", "--out", str(tmp_path / "file")]) == 2
        monkeypatch.setattr(runs, "_compare", lambda *_rest: pytest.fail("it ran"))
        assert cli.main(["compare", "quiet-day", "--postures", "flat", "--out", str(tmp_path / "a" / "b")]) == 2

    def test_all_faults_come_with_a_closing_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """How many, where, and where to read more."""
        fault = Fault(Place("a.yaml", 7, 12), "unknown-kind", "nothing of that name", "known: a, b")

        def refuse(*_: object) -> None:
            raise BadInput([fault, fault])

        monkeypatch.setattr(runs, "_run", refuse)
        assert cli.main(["run", "quiet-day"]) == 2
        assert capsys.readouterr().err.endswith("2 faults in 1 place; nothing was run.  (twin explain unknown-kind)\n")

    def test_a_full_disk_is_told_without_a_traceback(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The file and the reason."""

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device", "out/run.json")

        monkeypatch.setattr(runs, "_run", full)
        assert cli.main(["run", "quiet-day"]) == 2
        assert capsys.readouterr().err == "out/run.json  No space left on device\n"


HEEDING = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\nfrom twin.__main__ import start\nstart()"
)
"""``twin``, even where a shell in the background has let the tests, and all that they start, ignore Ctrl-C."""


@pytest.mark.slow
class TestRuns:
    """Real runs in real processes."""

    def test_json_is_one_document_and_nothing_else(self) -> None:
        """Also on standard error there is nothing where it is no terminal."""
        done = _twin("run", "quiet-day", *QUICK, "--json")
        document = json.loads(done.stdout)
        assert done.returncode == 0
        assert set(document) >= {
            "story", "site", "posture", "seed", "digest", "exogenous_digest", "sim_seconds", "cpu_seconds", "rows",
            "policy", "metrics", "attack", "alerts", "decisions",
        }  # fmt: skip
        assert done.stdout.count("\n") == 1

    def test_a_comparison_prints_one_document_too(self) -> None:
        """With intervals and paired differences."""
        done = _twin(
            "compare", "quiet-day", "--postures", "unwatched,flat", "--seeds", "2", "--hours", "0.02", "--json"
        )
        document = json.loads(done.stdout)
        assert set(document["postures"]) == {"unwatched", "flat"}
        assert set(document["differences"]) == {"unwatched-flat"}

    def test_a_written_run_replays_and_a_changed_digest_does_not(self, tmp_path: Path) -> None:
        """Equal: 0; different: 1."""
        assert _twin("run", "quiet-day", *QUICK, "--out", "out", "--export", "csv", cwd=tmp_path).returncode == 0
        out = tmp_path / "out"
        names = {"run.json", "register.json", "observed", "truth", "report.html", "figures", "exports"}
        assert {path.name for path in out.iterdir()} == names
        assert (out / "exports" / "csv" / "observed" / "flow.csv").is_file()
        assert _twin("replay", str(out)).returncode == 0
        document = json.loads((out / "run.json").read_text())
        (out / "run.json").write_text(json.dumps({**document, "digest": "0" * 32}))
        assert _twin("replay", str(out)).returncode == 1

    def test_ctrl_c_ends_with_130_and_leaves_nothing_half_written(self, tmp_path: Path) -> None:
        """The signal comes while the hub is simulated."""
        command = [sys.executable, "-c", HEEDING, "run", "quiet-day", "--hours", "24", "--out", "out"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as running:
            try:
                running.wait(timeout=6)
            except subprocess.TimeoutExpired:
                running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=60)
        assert running.returncode == 130
        assert "Traceback" not in err
        assert list(tmp_path.iterdir()) == []
