"""Files and folders checked without running anything."""

from __future__ import annotations

from pathlib import Path

from tests.lab.written_files import POSTURE, SITE, STORY, write
from twin.lab.check import check_paths, scenario_files
from twin.lab.resources import scenario_root


def test_everything_that_comes_with_the_lab_is_sound() -> None:
    """No fault in any site, story, posture or part."""
    assert check_paths([scenario_root()]) == []


def test_a_folder_is_searched_for_scenario_files(tmp_path: Path) -> None:
    """Sites, postures, stories and parts by their folders; other YAML is nobody's business."""
    for name in ("sites/a.yaml", "postures/b.yaml", "postures/parts/c.yaml", "stories/d/scenario.yaml", "notes.yaml"):
        write(tmp_path, name, "x: 1\n")
    found = [str(path.relative_to(tmp_path)) for path in scenario_files(tmp_path)]
    assert found == ["postures/b.yaml", "postures/parts/c.yaml", "sites/a.yaml", "stories/d/scenario.yaml"]


def test_a_file_is_known_by_its_keys_where_no_folder_tells(tmp_path: Path) -> None:
    """With plant it is a site, with steps a story, with policy a posture; anything else is asked about."""
    good = [write(tmp_path, "a.yaml", SITE), write(tmp_path, "b.yaml", STORY), write(tmp_path, "c.yaml", POSTURE)]
    odd = write(tmp_path, "d.yaml", "x: 1\n")
    assert check_paths(good) == []
    faults = check_paths([*good, odd])
    assert [(fault.place.source, fault.code) for fault in faults] == [(str(odd), "unknown-file")]


def test_faults_of_many_files_come_at_once(tmp_path: Path) -> None:
    """Each file is read to its end, whatever is wrong with the others."""
    write(tmp_path, "sites/a.yaml", SITE.replace("count: 3", "count: 0"))
    write(tmp_path, "sites/b.yaml", "")
    write(tmp_path, "postures/parts/p.yaml", "a: [\n")
    write(tmp_path, "postures/c.yaml", POSTURE.replace("scan", "skan"))
    found = [(Path(fault.place.source).name, fault.code) for fault in check_paths([tmp_path])]
    assert found == [
        ("c.yaml", "unknown-kind"),
        ("p.yaml", "bad-yaml"),
        ("a.yaml", "out-of-range"),
        ("b.yaml", "empty-file"),
    ]


def test_rules_are_checked_where_they_lie(tmp_path: Path) -> None:
    """By folder or alone; rules of one folder may name each other."""
    bad = write(tmp_path, "rules/own/bad.yml", "title: x\n  y: [\n")
    for path in (tmp_path, tmp_path / "rules", bad):
        assert [(fault.place.source, fault.place.line, fault.code) for fault in check_paths([path])] == [
            (str(bad), 2, "bad-yaml")
        ]
    assert check_paths([scenario_root() / "rules"]) == []


def test_exercises_and_their_moves_are_read_by_whoever_can(tmp_path: Path) -> None:
    """As YAML here; by what the caller gives where it does."""
    exercise = write(tmp_path, "exercises/night/exercise.yaml", "title: x\n")
    moves = write(tmp_path, "exercises/night/moves-good.yaml", "moves: []\n")
    assert check_paths([tmp_path]) == []
    seen: list[Path] = []
    assert check_paths([tmp_path], {"exercise": seen.append, "moves": seen.append}) == []
    assert sorted(seen) == [exercise, moves]
    write(tmp_path, "exercises/night/exercise.yaml", "title: [\n")
    assert [fault.code for fault in check_paths([tmp_path])] == ["bad-yaml"]


def test_a_folder_with_nothing_to_check_is_not_called_sound(tmp_path: Path) -> None:
    """No faults in no files is no answer."""
    write(tmp_path, "notes.yaml", "x: [\n")
    assert [fault.code for fault in check_paths([tmp_path])] == ["nothing-to-check"]


def test_a_path_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    """Not an empty answer."""
    assert [fault.code for fault in check_paths([tmp_path / "none.yaml"])] == ["missing-file"]
