"""The plugin in a session of its own: what is collected, what is made once, and what a failure looks like."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.lab.detection.takes import EARLY, TEXT
from twin.lab.detection.testing import plugin

SUFFIX = ".detect.yml"
pytest_plugins = ["pytester"]

ALONE = ("-p", "no:playwright", "-p", "no:cacheprovider")
"""Sessions of their own need neither browsers nor a cache of results."""
CASES = """
format: 1
title: Cases
detectors: [{kind: sigma, rules: [ot]}]
cases:
  - rule: Modbus write from an asset that controls nothing
    event: {service: modbus, func: write_single_register, src_kind: camera}
    match: true
"""
IN_PYTHON = f"""
import pytest
from twin.lab.detection.testing import assert_detects, assert_quiet

@pytest.mark.detect_run(story="coffee-machine", hours=0.05, settings={json.dumps(EARLY)}, detectors=["scan"])
def test_it(alerts, events, detect_run):
    assert assert_detects(alerts, detector="scan", within_s=30).entity == "coffee-01"
    assert events("flow")
    assert detect_run.seed == 1
    assert_quiet(alerts)

def test_unmarked(alerts):
    pass
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs of this module are kept."""
    return tmp_path_factory.mktemp("cache")


def test_every_promise_is_a_test_and_a_broken_one_shows_its_timeline(pytester: pytest.Pytester, cache: Path) -> None:
    """Three promises, of which a limit of a second is broken; ids are words."""
    pytester.makefile(SUFFIX, a=TEXT.replace("at_most_s: 30", "at_most_s: 1"))
    found = pytester.runpytest_subprocess(*ALONE, "-v", "--strict-markers", "--detect-cache", str(cache))
    found.assert_outcomes(passed=2, failed=1)
    found.stdout.fnmatch_lines(["a.detect.yml::recall-of-scan-on-coffee-01-(T0846)[[]coffee-machine-zones[]] PASSED*"])
    found.stdout.fnmatch_lines(["*scan begins: port_scan from coffee-01 on dc-01"])
    found.stdout.no_fnmatch_line("*Traceback*")


def test_workers_share_the_runs(pytester: pytest.Pytester, tmp_path: Path) -> None:
    """Two processes, three promises on two runs: two tapes and no more, and a lock for each."""
    pytester.makefile(SUFFIX, a=TEXT)
    pytester.runpytest_subprocess("-n", "2", "--detect-cache", str(tmp_path)).assert_outcomes(passed=3)
    tapes = [path for path in tmp_path.iterdir() if path.name != "locks"]
    assert len(tapes) == len(list((tmp_path / "locks").iterdir())) == 2


def test_seeds_and_choice_by_name(pytester: pytest.Pytester, cache: Path) -> None:
    """Fewer seeds prove less: one run breaks the recall. Cases need none."""
    pytester.makefile(SUFFIX, a=TEXT, b=CASES)
    found = pytester.runpytest_subprocess(
        *ALONE, "--detect-cache", str(cache), "--detect-seeds", "1", "-k", "recall or case"
    )
    found.assert_outcomes(passed=1, failed=1, deselected=2)
    found.stdout.fnmatch_lines(["*all that so few runs can prove*"])


def test_what_is_wrong_with_seeds_is_blamed_on_the_plugins_option(pytester: pytest.Pytester) -> None:
    """Nobody wrote ``--seeds``; and a test is collected whatever the case of its name."""
    pytester.makefile(".DETECT.YAML", a=CASES)
    found = pytester.runpytest_subprocess(*ALONE, "--detect-seeds", "0")
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["--detect-seeds  *0 seeds cannot be run*"])


def test_a_broken_file_is_an_error_with_its_line(pytester: pytest.Pytester) -> None:
    """Empty, without a promise, or mistyped: never green, and no trace of our own code."""
    pytester.makefile(
        SUFFIX, empty="", idle="format: 1\ntitle: x\nstory: coffee-machine\n",
        mistyped=TEXT.replace("detector: scan", "detector: scam"),
    )  # fmt: skip
    found = pytester.runpytest_subprocess(*ALONE)
    found.assert_outcomes(errors=3)
    found.stdout.fnmatch_lines(["*empty.detect.yml*", "*idle.detect.yml:*", "*mistyped.detect.yml:8:*scam*"])
    found.stdout.no_fnmatch_line("*Traceback*")
    assert found.ret == pytest.ExitCode.INTERRUPTED


def test_fixtures_serve_tests_in_python(pytester: pytest.Pytester, cache: Path) -> None:
    """The last assertion fails with a timeline; a test without a mark is told what to write."""
    pytester.makepyfile(IN_PYTHON)
    found = pytester.runpytest_subprocess(*ALONE, "--detect-cache", str(cache))
    found.assert_outcomes(failed=1, errors=1)
    found.stdout.fnmatch_lines(["*1 alert by any detector, none wanted", "*scan begins: port_scan*"])
    found.stdout.fnmatch_lines(["*mark it with @pytest.mark.detect_run(story=...)*"])


def test_the_plugin_loads_nothing_heavy(pytester: pytest.Pytester) -> None:
    """It is loaded in every session of this machine, whatever is tested there."""
    code = (
        "import sys; from importlib.metadata import entry_points\n"
        "(found,) = [each for each in entry_points(group='pytest11') if each.name == 'twin_detections']\n"
        f"assert found.load().__name__ == {plugin.__name__!r}\n"
        "print(sorted({'numpy', 'pydantic', 'pyarrow', 'scipy', 'sigma', 'mesa', 'ruamel'} & sys.modules.keys()))\n"
    )
    assert pytester.run(sys.executable, "-c", code).outlines == ["[]"]
