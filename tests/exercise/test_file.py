"""Exercise files: read whole, or refused with every fault at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.exercise.written import TEXT, faults, read, refused
from twin.core.units import MINUTE_US
from twin.exercise.file import load_exercise, read_exercise
from twin.lab.document import MAX_BYTES
from twin.lab.find import scenario_names


@pytest.mark.parametrize("name", scenario_names("exercise"))
def test_every_exercise_of_the_lab_can_be_read(name: str) -> None:
    """Half an hour to an hour and a half for people, three to five seats, six to twelve injects, three to six cards."""
    exercise = load_exercise(name).exercise
    assert exercise.name == name
    assert 30 <= exercise.minutes <= 90
    assert 3 <= len(exercise.roles) <= 5
    assert 6 <= len(exercise.injects) <= 12
    assert 3 <= len(exercise.decisions) <= 6
    assert 3 <= len(exercise.objectives) <= 4
    assert 1 <= len(exercise.counterfactuals) <= 3
    assert exercise.questions


def test_an_exercise_is_read_with_its_conditions_as_trees() -> None:
    """Durations in people's words, triggers as a mapping, responses by name or with parameters."""
    loaded = read()
    exercise = loaded.exercise
    assert {name: str(node) for name, node in loaded.opens.items()} == {
        "call": "now >= 5 min", "later": "now >= t(inject.call) + 3 min", "cut": "happened(inject.call)",
    }  # fmt: skip
    assert list(loaded.rates["contain"]) == ["P", "M"]
    assert exercise.injects[0].expect is not None
    assert exercise.injects[0].expect.by_us == 10 * MINUTE_US
    isolate, meter, _ = exercise.decisions[0].options
    assert (isolate.actions[0].response.kind, isolate.actions[0].on) == ("isolate_device", "coffee-01")
    assert meter.actions[0].response.parameters == {"messages_per_s": 1}
    assert loaded.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (loaded.hours, loaded.seed, exercise.name) == (0.75, 1, "short")
    assert str(loaded.places["decision.cut.meter"]).startswith("short.yaml:32:")


def test_what_goes_by_hand_has_no_tree() -> None:
    """Whether nothing is said of it, or the words are."""
    assert "call" not in read(('    when: {at: "00:05"}\n', "")).opens
    assert "call" not in read(('when: {at: "00:05"}', "when: by hand")).opens


def test_every_fault_is_told_at_once_where_it_stands() -> None:
    """A key, a response, a duration, an asset, a seat: five places, one answer."""
    found = faults(
        ("questions: [why]", "questoins: [why]"), ("isolate_device, on: coffee-01}], delay: 30 s",
        "isolate_devise, on: coffee-01}], delay: thirty"), ("to: [soc]", "to: [sok]"),
        ("messages_per_s: 1}, on: coffee-01", "messages_per_s: 1}, on: coffee-1"),
    )  # fmt: skip
    told = {(fault.place.line, fault.code) for fault in found}
    assert told == {
        (19, "unknown-key"), (26, "missing-reference"), (31, "unknown-kind"), (31, "bad-duration"),
        (32, "missing-reference"),
    }  # fmt: skip
    assert all(fault.place.source == "short.yaml" and fault.place.column for fault in found)


def test_a_fault_of_the_hub_stands_where_the_exercise_names_it() -> None:
    """A story, a posture and a setting that there is not."""
    [story] = faults(("coffee-machine,", "cofee-machine,"))
    assert (str(story.place), story.code) == ("short.yaml:3:15", "unknown-story")
    [setting] = faults(("hours: 0.75", "hours: 0.75, settings: [plant.flet.count=3]"))
    assert (setting.place.line, setting.code) == (3, "unknown-key")


def test_a_text_from_elsewhere_opens_no_file(tmp_path: Path) -> None:
    """What it names are names, and a path is none."""
    (tmp_path / "scenario.yaml").write_text("format: 1\n", encoding="utf-8")
    [fault] = faults(("story: coffee-machine", f"story: {tmp_path}"))
    assert fault.code in ("bad-name", "wrong-length")
    for value in ("[{kind: sigma, rules: [/etc]}]", "[{kind: anomaly, model: x.json}]"):
        [fault] = faults(("hours: 0.75", f'hours: 0.75, settings: ["posture.ruleset={value}"]'))
        assert (fault.code, fault.place.line) == ("bad-setting", 3)


def test_a_text_that_is_too_long_or_no_mapping_is_refused() -> None:
    """Before anything of it is read."""
    assert [each.code for each in refused(lambda: read_exercise("x" * (MAX_BYTES + 1)))] == ["file-too-large"]
    assert [each.code for each in refused(lambda: read_exercise("- a\n"))] == ["not-a-mapping"]
    assert [each.code for each in refused(lambda: read_exercise("a: !!python/object:os.system x\n"))] == ["tag-refused"]


def test_an_exercise_is_found_by_its_folder(tmp_path: Path) -> None:
    """The folder gives the name."""
    folder = tmp_path / "my-night"
    folder.mkdir()
    (folder / "exercise.yaml").write_text(TEXT, encoding="utf-8")
    assert load_exercise(folder).exercise.name == "my-night"
