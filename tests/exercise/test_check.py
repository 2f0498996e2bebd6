"""Go or no-go: each thing that would spoil an exercise is found, and nothing else is."""

from __future__ import annotations

import pytest

from tests.exercise.trial import TEXT, trial
from tests.exercise.written import read
from twin.exercise.check import CHECKS, check_exercise
from twin.exercise.file import Loaded, load_exercise
from twin.lab.find import scenario_names


def found(loaded: Loaded, *, dry: bool = False) -> list[tuple[str, str]]:
    """Level and check of what is found."""
    return [(each.level, each.check) for each in check_exercise(loaded, dry=dry).findings]


def test_a_sound_exercise_is_a_go() -> None:
    """Nothing is found that is not there."""
    verdict = check_exercise(read(), dry=False)
    assert [each for each in verdict.findings if each.level == "no-go"] == []
    assert verdict.go


@pytest.mark.parametrize("name", scenario_names("exercise"))
def test_every_exercise_of_the_lab_is_a_go(name: str) -> None:
    """As far as can be told without playing; the rest is told by their scripts."""
    assert found(load_exercise(name)) == []


@pytest.mark.parametrize(
    ("old", "new", "level", "check"),
    [
        ('{at: "00:05"}', '{at: "00:50"}', "no-go", "dead-trigger"),
        ("{after: call, delay: 3 min}", "{after: call, delay: 41 min}", "no-go", "dead-trigger"),
        ("{after: call, delay: 3 min}", "{kpi: {metric: loss_eur, above: 5}}", "no-go", "dead-trigger"),
        ("rate: {P: t(contained.coffee-01) - t(inject.call) <= 10 min, M: happened(decision.cut)}", "rate: {}",
         "no-go", "no-measure"),
        ("M: happened(decision.cut)", "M: 1 > 2 and false", "no-go", "no-measure"),
        ("rate: {P: t(contained.coffee-01) - t(inject.call) <= 10 min, M", "rate: {M", "look", "no-measure"),
        ("opens: {after: call}", "opens: {after: call, delay: 11 min}", "no-go", "too-late"),
        ("minutes: 60", "minutes: 40", "no-go", "length"),
        ("minutes: 60", "minutes: 400", "look", "length"),
        ("  - {id: lead, title: Lead}\n", "  - {id: lead, title: Lead}\n  - {id: spare, title: Spare}\n",
         "look", "idle-seat"),
        ("on: coffee-01}], delay: 30 s", "on: resolver-public}], delay: 30 s", "no-go", "wrong-target"),
        ("actions: [{response: isolate_device, on: coffee-01}], ", "", "look", "idle-option"),
    ],
)  # fmt: skip
def test_what_would_spoil_it_is_found(old: str, new: str, level: str, check: str) -> None:
    """With the place where it was written."""
    verdict = check_exercise(read((old, new)), dry=False)
    assert (level, check) in [(each.level, each.check) for each in verdict.findings]
    assert all(each.place.line for each in verdict.findings if each.check != "length")
    assert verdict.go == (level == "look")
    assert {each.check for each in verdict.findings} <= CHECKS.keys()


def test_a_seat_to_which_nothing_comes_is_no_seat() -> None:
    """Not even what everybody gets."""
    everybody = ("id: later, module: one,", "id: later, to: soc, module: one,")
    spare = ("  - {id: lead, title: Lead}\n", "  - {id: lead, title: Lead}\n  - {id: spare, title: Spare}\n")
    assert ("no-go", "idle-seat") in found(read(everybody, spare))


def test_a_module_without_anything_is_looked_at() -> None:
    """People would sit there."""
    two = ("minutes: 60}\n", "minutes: 60}\n  - {id: two, title: Two, minutes: 5}\n")
    assert found(read(two)) == [("look", "empty-module")]


def test_more_than_three_injects_in_ten_minutes_are_too_many() -> None:
    """For one seat, as nobody's acting brings them; three are not."""

    def crowd(number: int) -> list[dict[str, object]]:
        return [{"id": f"i{n}", "module": "one", "when": f"now >= {n * 20}", "to": ["ic"], "text": "x"}
                for n in range(1, number + 1)]  # fmt: skip

    for number, level in ((3, False), (4, True)):
        injects = crowd(number)
        opens = {str(each["id"]): str(each["when"]) for each in injects}
        loaded = trial(injects=injects, decisions=[], opens=opens, objectives=[_done()], questions=[])
        assert (("no-go", "flood") in found(loaded, dry=True)) == level


def test_an_objective_that_is_reached_by_doing_nothing_is_none() -> None:
    """Its best rule holds in the dry run."""
    loaded = trial(objectives=[_done()])
    assert ("no-go", "no-measure") in found(loaded, dry=True)


def _done() -> dict[str, object]:
    assert TEXT["objectives"]
    return {"id": "decide", "text": "x", "rate": {"P": "kpi.orders_done >= 0"}}
