"""The repository to copy works where it is copied to: green as it is, red when a rule is broken on purpose."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "examples" / "detection-repo"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, with fewer seeds: what is promised of five nights is promised of two."""
    folder = tmp_path_factory.mktemp("copied") / "detection-repo"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns(".twin-cache", "__pycache__", "report"))
    test = folder / "detections" / "port-sweep.detect.yml"
    text = test.read_text(encoding="utf-8")
    for old, new in (("seeds: 5", "seeds: 2"), ("[flat, zones]", "[zones]"), ("at_least: 0.6,", "at_least: 0.4,"),
                     ("seeds: 2\n  false", "seeds: 1\n  false"), ("at_most: 40", "at_most: 75"),
                     ("at_most: 150", "at_most: 300")):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    test.write_text(text, encoding="utf-8")
    return folder


def _ask(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *words]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_three_commands_are_green(copy: Path) -> None:
    """Lint, run and pytest; the report is written, and pytest makes no run again."""
    assert _ask(copy, "twin", "detect", "lint").returncode == 0
    ran = _ask(copy, "twin", "detect", "run", "--out", "report")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "8 promises: 8 kept" in ran.stdout
    assert (copy / "report" / "detect.html").is_file()
    tested = _ask(copy, "pytest", "detections", "-q", "-p", "no:cacheprovider")
    assert "10 passed" in tested.stdout, tested.stdout


@pytest.mark.nightly
def test_a_broken_rule_is_red_everywhere_and_says_why(copy: Path) -> None:
    """Twenty thousand ports are more than anybody tries: exit code 1, a timeline, a mark on the rule's line."""
    rule = copy / "rules" / "port-sweep.yml"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("gte: 20,", "gte: 20000,"), encoding="utf-8")
    ran = _ask(copy, "twin", "detect", "run", "--format", "github")
    tested = _ask(copy, "pytest", "detections", "-q", "-p", "no:cacheprovider", "-k", "alerts or sweep_is_seen")
    rule.write_text(text, encoding="utf-8")
    assert ran.returncode == 1
    assert re.search(r"::error file=rules/port-sweep.yml,line=\d+,title=expect\[0\].recall", ran.stdout)
    assert tested.returncode == 1, tested.stdout + tested.stderr
    assert "not detected by Sweep over many ports on coffee-01" in tested.stdout
    assert "scan begins: port_scan from coffee-01 on dc-01" in tested.stdout


def test_a_rule_that_cannot_be_read_is_another_exit_code(copy: Path) -> None:
    """2 for rules, and the line."""
    rule = copy / "rules" / "register-write.yml"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("selection and not entitled", "selection and not entitle"), encoding="utf-8")
    linted = _ask(copy, "twin", "detect", "lint")
    rule.write_text(text, encoding="utf-8")
    assert linted.returncode == 2
    assert "rules/register-write.yml" in linted.stdout


def test_it_says_where_the_lab_comes_from() -> None:
    """A wheel in a folder of its own, for who reads, for pip and for both continuous integrations."""
    wanted = (SOURCE / "requirements.txt").read_text("utf-8").splitlines()
    assert {"--find-links wheels", "twin-range"} <= set(wanted)
    assert "pip wheel --no-deps --wheel-dir wheels" in (SOURCE / "README.md").read_text("utf-8")
    for name in (".gitlab-ci.yml", ".github/workflows/detections.yml"):
        assert "wheels/" in (SOURCE / name).read_text("utf-8"), name
    assert "wheels" not in (SOURCE / ".gitignore").read_text("utf-8")


def test_its_files_name_no_host_and_its_rules_are_documented() -> None:
    """Packages come from wherever a team has them; the page's commands are the three that are tested."""
    hosts = re.compile(r"https?://(?!github\.com/actions)")
    for path in SOURCE.rglob("*"):
        if path.is_file() and ".twin-cache" not in path.parts:
            assert not hosts.search(path.read_text(encoding="utf-8")), path
    assert re.search(r"twin detect lint\ntwin detect run --out report\n", (SOURCE / "README.md").read_text("utf-8"))
