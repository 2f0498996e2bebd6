"""What is asked for is found by title, id, file or kind; what is not is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.sights import BASE, COUNT, CYCLE, SINGLE, lookup, sight, write_rule
from tests.lab.detection.test_logs import CONN
from twin.core.errors import BadInput
from twin.lab.detection.explain_asked import NAMELESS, explanations, sight_of_logs, sight_of_story

SEEN = sight([lookup(1, "x")])


@pytest.mark.parametrize("name", ["Modbus spoken from the office", "modbus-from-office"])
def test_a_rule_of_the_posture_is_found_by_its_names(name: str) -> None:
    """Title or file."""
    (found,) = explanations(name, SEEN)
    assert (found.title, found.verdict) == ("Modbus spoken from the office", "no-rows")


def test_a_kind_of_detector_is_explained_too() -> None:
    """Also one that the posture does not have."""
    (found,) = explanations("scan", SEEN)
    assert found.title == "scan"
    (found,) = explanations("never", SEEN)
    assert found.verdict == "silent"


def test_rules_of_a_file_are_explained_but_bases_only_within(tmp_path: Path) -> None:
    """Who speaks through a correlation alone is told there."""
    path, _ = write_rule(tmp_path, COUNT)
    write_rule(tmp_path, SINGLE, "other.yml")
    (found,) = explanations(str(path), SEEN)
    assert [found.title, *(base.title for base in found.bases)] == ["Many names", "A name that is not there"]
    assert [each.title for each in explanations(str(tmp_path), SEEN)] == ["Write from an office", "Many names"]


@pytest.mark.parametrize("more", ["", f"---\n{SINGLE}"])
def test_rules_that_rest_on_each_other_are_a_fault(tmp_path: Path, more: str) -> None:
    """Each is there for the other alone, and still they are not passed over."""
    path, _ = write_rule(tmp_path, CYCLE + more)
    with pytest.raises(BadInput) as refused:
        explanations(str(path), SEEN)
    assert [fault.code for fault in refused.value.faults] == ["rule-cycle"]


def test_bases_without_their_correlation_are_explained_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means nothing but bases means them."""
    write_rule(tmp_path, BASE, "bases.yml")
    write_rule(tmp_path, COUNT[len(BASE) :], "count.yml")
    monkeypatch.chdir(tmp_path)
    (found,) = explanations("bases", SEEN)
    assert found.title == "A name that is not there"


def test_a_rule_below_the_working_folder_is_found_by_its_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the bases that it rests on, whatever is wrong with other files and however hidden the folders are."""
    folder = tmp_path / ".hidden" / "rules"
    folder.mkdir(parents=True)
    write_rule(folder, BASE, "base.yml")
    write_rule(folder, COUNT[len(BASE) :], "count.yml")
    write_rule(folder, "title: [x\n", "broken.yml")
    monkeypatch.chdir(folder.parent)
    (found,) = explanations("Many names", SEEN)
    assert [found.file, *(base.title for base in found.bases)] == ["rules/count.yml", "A name that is not there"]


@pytest.mark.parametrize(
    ("name", "entity", "code"), [("nonsense", "", "missing-rules"), ("scan", "nobody", "missing-reference")]
)
def test_what_is_not_there_is_refused(name: str, entity: str, code: str) -> None:
    """With what is nearest."""
    with pytest.raises(BadInput) as refused:
        explanations(name, SEEN, "zones", entity)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert refused.value.faults[0].remedy


def test_files_and_runs_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """A file, a folder without rules, a recording, a story, a seed."""
    for rule in (str(tmp_path / "none.yml"), str(tmp_path)):
        with pytest.raises(BadInput):
            explanations(rule, SEEN)
    with pytest.raises(BadInput):
        sight_of_logs(tmp_path, "zones", None, tmp_path)
    with pytest.raises(BadInput):
        sight_of_story("no-such-story", "zones", 1, tmp_path)
    with pytest.raises(BadInput):
        sight_of_story("coffee-machine", "zones", -1, tmp_path)


def test_holes_in_rules_are_filled_as_the_posture_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what is explained is what is judged."""
    path, _ = write_rule(tmp_path, SINGLE.replace("plc-09", "'%controllers%'").replace("dst:", "dst|expand:"))
    assert [each.verdict for each in explanations(str(path), SEEN)] == ["unable"]
    monkeypatch.setattr("twin.lab.detection.explain_asked.placeholders_of", lambda _: {"controllers": ("plc-09",)})
    assert [each.verdict for each in explanations(str(path), SEEN)] == ["no-rows"]


def test_a_register_names_who_speaks_in_logs(tmp_path: Path) -> None:
    """Without one it says why they are addresses, and so does a refusal of a name."""
    (tmp_path / "conn.log").write_text(CONN, encoding="utf-8")
    bare = sight_of_logs(tmp_path / "conn.log", "zones", None, tmp_path / "cache")
    (made,) = (tmp_path / "cache").rglob("register.json")
    known = made.read_text(encoding="utf-8").replace('"name": "10.0.0.1"', '"name": "plc-01"')
    (tmp_path / "register.json").write_text(known, encoding="utf-8")
    assert NAMELESS in bare.label
    with pytest.raises(BadInput, match="--register"):
        explanations("scan", bare, "zones", "plc-01")
    named = sight_of_logs(tmp_path / "conn.log", "zones", None, tmp_path / "cache", tmp_path / "register.json")
    assert NAMELESS not in named.label
    assert named.names.find("plc-01") is not None
