"""Another course of a run."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.views import otherwise_view
from dashboards.views.otherwise_view import Course
from tests.dashboards.made_up_labs import made_up_what_if
from tests.exercise.trial import begun, do, on, trial
from twin.core.errors import BadInput
from twin.core.units import MINUTE_US, SECOND_US
from twin.exercise.otherwise import Change, digest_of
from twin.exercise.report.branches import read_branch
from twin.lab.scenario import Decision


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run's folder, as far as its inputs go."""
    path = tmp_path / "runs" / "mine"
    path.mkdir(parents=True)
    document = {"inputs": made_up_what_if().recipe.to_json(), "digest": "ab"}
    (path / "run.json").write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture
def course(folder: Path) -> Course:
    """The course of that run."""
    return otherwise_view.course_in(folder)


def test_runs_are_found_below_the_folder_of_runs(folder: Path, tmp_path: Path) -> None:
    """And nothing where there are none."""
    assert folder.is_dir()
    assert otherwise_view.folders(tmp_path) == ["runs/mine"]
    assert otherwise_view.folders(tmp_path / "nowhere") == []


def test_a_run_has_its_given_decisions_by_the_clock(course: Course) -> None:
    """Each can be moved or left out."""
    assert course.digest == "ab"
    assert list(course.choices.values()) == [f"{course.clock(6 * MINUTE_US)}  script: isolate_device on amr-007"]
    assert course.decisions(Change(1, us=MINUTE_US))[0].at_us == MINUTE_US
    assert course.decisions(Change(1, gone=True)) == ()
    assert course.words(Change(1, gone=True)) == "without “isolate_device on amr-007”"
    told = course.words(Change(1, us=MINUTE_US))
    assert told.endswith(f"at {course.clock(MINUTE_US)} instead of {course.clock(6 * MINUTE_US)}")


def test_an_undo_of_a_run_follows_its_measure(course: Course) -> None:
    """It goes with what it took back, and that is said."""
    (first,) = course.recipe.decisions
    given = (first, first.model_copy(update={"target": "amr-001"}), Decision(at_us=9 * MINUTE_US, undo=2))
    other = course._replace(recipe=replace(course.recipe, decisions=given), acts=course.acts * 3, alone=False)
    assert [each.undo for each in other.decisions(Change(1, gone=True))] == [None, 1]
    assert other.decisions(Change(2, gone=True)) == (first,)
    acts = tuple(replace(act, seq=number) for number, act in enumerate(other.acts, 1))
    assert other._replace(acts=acts).words(Change(2, gone=True)).endswith(", and without what took it back")
    assert not other._replace(acts=acts).words(Change(1, gone=True)).endswith("back")


def test_an_exercise_has_its_cards_with_their_options() -> None:
    """A facilitator's injects are no decision; another option is told beside the one that was taken."""
    engine = begun(to_s=40)
    do(engine, "facilitator", "fire", "knock")
    do(engine, "soc", "decide", "cut", option="isolate", reason="it scans", confidence=80)
    do(engine, "ic", "approve", "cut")
    on(engine, 60)
    course = otherwise_view.course_of(engine.loaded, engine.events)
    (seq,) = course.choices
    assert course.words(Change(seq, option="wait")) == "“Watch it” instead of “Cut it off: Isolate it”"
    assert [each.begin for each in course.decisions(Change(seq, option="wait"))] == ["knock"]
    assert course.decisions(Change(seq, us=50 * SECOND_US))[-1].at_us == 60 * SECOND_US


def test_the_finding_says_what_it_would_have_been_worth(course: Course) -> None:
    """More or less, with the interval; and that nothing changes where nothing does."""
    view = otherwise_view.view_of_otherwise(made_up_what_if(), course, "sooner")
    assert view.answer == "Sooner: 500 EUR less is lost (95 % 500 to 500 EUR, n = 3)."
    assert (
        otherwise_view.answer(made_up_what_if(250.0, 1), "later") == "Later: 250 EUR more is lost (n = 1, no interval)."
    )
    same = otherwise_view.view_of_otherwise(made_up_what_if(0.0), course, "the same")
    assert same.answer == "The same: nothing changes. The branches are the same to the last bit."
    assert (same.curves, same.first) == ("", [])


def test_curves_are_drawn_of_what_differs_and_the_table_has_every_first_metric(course: Course) -> None:
    """With words beside each line."""
    view = otherwise_view.view_of_otherwise(made_up_what_if(), course, "sooner")
    assert view.curves.count("<figure>") == 1
    assert "1,000 EUR as it was, 500 EUR otherwise" in view.curves
    assert "\N{MINUS SIGN}500 EUR ± 0" in view.table
    assert view.table.count("<tr>") == 9
    assert [row["Table"] for row in view.first] == ["decision", "flow"]
    assert view.first[0]["Otherwise"] == "the same, at another time"
    assert view.first[1]["Otherwise"] == "nothing"


def test_the_report_can_read_what_is_added_to_it(course: Course) -> None:
    """The body is a branch as the report has it, under the name that the exercise file gave."""
    view = otherwise_view.view_of_otherwise(made_up_what_if(), course, "sooner", "two-minutes")
    branch = read_branch(view.body)
    assert (branch.title, branch.moves, branch.seeds) == ("two-minutes", ("sooner",), 3)
    loss = branch.of("loss_eur")
    assert loss is not None
    assert loss.mean == -500.0
    assert view.body["recipe"] == digest_of(course.recipe)


def test_a_run_that_came_out_otherwise_is_told(course: Course) -> None:
    """So are decisions that the other branch refused."""
    found = made_up_what_if()
    found.same_run, found.refused = False, ("decision 1: refused",)
    warnings = otherwise_view.view_of_otherwise(found, course, "x").warnings
    assert warnings[0] == "decision 1: refused"
    assert "as it was recorded" in warnings[1]


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(BadInput, match="no run here"):
        otherwise_view.course_in(tmp_path)


def test_what_the_exercise_asks_is_said_in_words() -> None:
    """The decision's title, the option and the time, never an id; who decided is told by title."""
    asked = [
        {"id": "too-late", "decision": "cut", "option": "isolate", "at_us": 2 * MINUTE_US},
        {"id": "watched", "decision": "cut", "option": "wait"},
    ]
    engine = begun(trial(counterfactuals=asked), to_s=30)
    do(engine, "soc", "decide", "cut", option="isolate", reason="it scans", confidence=80)
    do(engine, "ic", "approve", "cut")
    course = otherwise_view.course_of(engine.loaded, engine.events)
    assert [each.name for each in course.proposals] == ["Cut it off: Isolate it, at 08:02:00", "Cut it off: Watch it"]
    assert {"Analyst", "Commander"} & {told.split("  ")[1].split(":")[0] for told in course.choices.values()}
