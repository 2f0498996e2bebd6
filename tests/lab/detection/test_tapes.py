"""A tape holds what a run with detectors would have read, under a key of what decides it and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.lab.detection.takes import TAKE
from twin.core.records import RECORDS
from twin.lab.detection import tapes
from twin.lab.detection.tapes import AFTERWARDS, WATCHING, Tape, TapeReader, find_tape, make_tape, sources
from twin.lab.resources import PACKAGE
from twin.lab.run import Run, run
from twin.lab.watchers import SEEN

_NAMED = {table: [column.name for column in RECORDS[table].columns if column.kind == "name"] for table in SEEN}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tape of this module lies."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def tape(root: Path) -> Tape:
    """The tape of the take."""
    return make_tape(TAKE, root)


@pytest.fixture(scope="module")
def live() -> Run:
    """The same run with its ruleset, which nobody answers."""
    settings = (*TAKE.settings, "posture.response.analysts=0")
    return run(TAKE.story, TAKE.posture, seed=TAKE.seed, hours=TAKE.hours, settings=settings)


def test_the_rows_are_those_of_a_run_that_is_watched(tape: Tape, live: Run) -> None:
    """Table by table, value by value, names as texts."""
    texts = tape.names().texts
    for table in SEEN:
        rows, wanted = tape.reader(table), live.log.since(table)
        assert rows.loaded == len(wanted["time"])
        for name, values in rows.rows(0, rows.loaded).items():
            assert values.dtype == wanted[name].dtype
            if name in _NAMED[table]:
                assert [texts[code] for code in values] == live.log.texts(table, name)
            else:
                assert np.array_equal(values, wanted[name], equal_nan=values.dtype.kind == "f")


def test_a_kept_tape_is_found_again_whole(tape: Tape, root: Path) -> None:
    """With its truth and the steps that made flows."""
    found = find_tape(TAKE, root)
    assert found == tape
    assert found.truth.first_us == 10_000_000
    assert "scan" in {step.step for step in found.truth.steps}
    assert set(found.made.values()) >= {"scan"}


def test_a_broken_tape_is_as_good_as_none(tape: Tape, tmp_path: Path) -> None:
    """It is made again, not believed."""
    folder = tmp_path / tape.key
    folder.mkdir()
    (folder / tapes.TAPE_FILE).write_text(json.dumps({"names": []}), encoding="utf-8")
    assert find_tape(TAKE, tmp_path) is None


@pytest.mark.parametrize("change", [{"seed": 2}, {"hours": 0.06}, {"quiet": True}, {"posture": "flat"},
                                    {"settings": ()}, {"site": "standard"}])  # fmt: skip
def test_what_decides_the_run_decides_the_key(change: dict[str, object]) -> None:
    """Every input that may change a row."""
    assert replace(TAKE, **change).key != TAKE.key  # type: ignore[arg-type]


def test_ruleset_and_response_plan_do_not_decide_the_key() -> None:
    """A rule changes nothing of what happens."""
    other = replace(TAKE, settings=(*TAKE.settings, "posture.ruleset=[]", "posture.response.analysts=9"))
    assert other.key == TAKE.key


def test_who_only_watches_or_prints_is_not_in_the_hash_and_everybody_else_is() -> None:
    """Leaving a folder out changes the hash, and what is left out exists."""
    assert sources((*AFTERWARDS, *WATCHING)) != sources(AFTERWARDS) != sources(())
    assert [name for name in (*AFTERWARDS, *WATCHING) if not (PACKAGE / name).exists()] in (
        [], ["exercise", "training"], ["exercise"], ["training"],
    )  # fmt: skip


def test_a_simulation_uses_no_source_that_is_left_out() -> None:
    """But the detectors' own base, which a run without a ruleset does not ask anything."""
    code = (
        "import sys\nfrom tests.lab.detection.takes import TAKE\nfrom twin.lab.loader import load_inputs\n"
        "from twin.lab.simulate import simulate\ni = TAKE.inputs\nbefore = set(sys.modules)\n"
        "p = i.posture.model_copy(update={'ruleset': ()})\n"
        "simulate(i.site, i.story, p, 1)\nprint(*sorted(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    left_out = tuple(f"twin.{name.replace('/', '.').removesuffix('.py')}" for name in AFTERWARDS)
    used = [name for name in done.stdout.split() if name.startswith(left_out)]
    assert all(name.startswith("twin.lab.detection") for name in used)


def test_a_reader_reads_by_number_and_time() -> None:
    """Rows at a time belong to what follows it."""
    reader = TapeReader({"time": np.array([1, 3, 3, 7]), "x": np.array([10, 20, 30, 40])})
    assert [reader.end(time) for time in (0, 1, 3, 4, 8)] == [0, 0, 1, 3, 4]
    assert reader.rows(1, 3)["x"].tolist() == [20, 30]
    reader.forget(3)
    assert reader.rows(0, 4)["x"].tolist() == [10, 20, 30, 40]
    assert reader.exhausted
