"""The pytest plugin: ``pytest detections/`` judges every promise of every ``*.detect.yml`` as a test of its own.

=====================  ==============================================================================================
``--detect-cache DIR``  where runs are kept; ``.twin-cache`` in the root folder
``--detect-seeds N``    so many seeds instead of the files' own
marker ``detect``       every promise of a file; ``slow`` beside it where a file asks for twenty seeds or more
marker ``detect_run``   story, posture, seed, hours, site, settings and detectors of a test's recorded run
fixtures                ``detect_run`` (what was seen), ``events`` (rows of a table), ``alerts`` (to be asserted on)
=====================  ==============================================================================================

A run is made once, however many tests, processes (``-n auto``) and sessions ask for it. A file that cannot be
understood is an error of collection, with every fault at its line.

pytest loads this module in every session of a machine that has the lab, so nothing heavy is imported until a test file
is found.

Source: pytest's documentation, Writing plugins, and Working with non-Python tests.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from twin.core.rule_names import is_test

if TYPE_CHECKING:
    from twin.lab.detection.results import RunSeen
    from twin.lab.detection.testing.items import DetectFile
    from twin.lab.detection.testing.recorded import Alerts, Recorded

MARKERS = (
    "detect: a promise of a detection test (*.detect.yml)",
    "detect_run(story, posture='zones', seed=1, hours=None, site=None, settings=(), detectors=None): a recorded run",
    "slow: takes more than a few seconds",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two options."""
    group = parser.getgroup("detections", "tests of detection logic")
    group.addoption("--detect-cache", metavar="DIR", help="Keep runs there and use those that are; .twin-cache.")
    group.addoption("--detect-seeds", metavar="N", type=int, help="So many seeds instead of the files' own.")


def pytest_configure(config: pytest.Config) -> None:
    """The markers, so that ``--strict-markers`` knows them."""
    for line in MARKERS:
        config.addinivalue_line("markers", line)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> DetectFile | None:
    """A collector for a test file."""
    if not is_test(file_path):
        return None
    from twin.lab.detection.testing.items import DetectFile

    made: DetectFile = DetectFile.from_parent(parent, path=file_path)
    return made


@pytest.fixture
def recorded_run(request: pytest.FixtureRequest) -> Recorded:
    """The run that the marker ``detect_run`` asks for, recorded or kept from before."""
    from twin.lab.detection.testing.recorded import record

    marker = request.node.get_closest_marker("detect_run")
    if marker is None:
        raise pytest.UsageError(
            f"{request.node.nodeid} asks for a recorded run: mark it with @pytest.mark.detect_run(story=...)"
        )
    return record(cache_of(request.config), *marker.args, beside=request.path.parent, **marker.kwargs)


@pytest.fixture
def detect_run(recorded_run: Recorded) -> RunSeen:
    """What was seen of the run: its alerts, and the steps and impacts of its truth."""
    return recorded_run.seen


@pytest.fixture
def events(recorded_run: Recorded) -> Callable[[str], list[dict[str, Any]]]:
    """``events("flow")``: the rows of an observed table of the run, by name, times in seconds."""
    return recorded_run.events


@pytest.fixture
def alerts(recorded_run: Recorded) -> Alerts:
    """The alerts of the run, in order of time."""
    return recorded_run.alerts


def cache_of(config: pytest.Config) -> Path:
    """Where runs are kept, the same for every process of a session."""
    given = config.getoption("--detect-cache")
    return config.invocation_params.dir / given if given else config.rootpath / ".twin-cache"
