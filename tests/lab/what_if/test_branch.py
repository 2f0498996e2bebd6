"""A run again, with other decisions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.core.units import MINUTE_US
from twin.lab.recipe import Recipe
from twin.lab.results import write_run
from twin.lab.scenario import Choice, Decision
from twin.lab.what_if import read_moves, what_if
from twin.lab.what_if.branch import AS_IT_WAS, OTHERWISE
from twin.lab.what_if.show import side_words

ISOLATED = Decision(at_us=6 * MINUTE_US, response=Choice(kind="isolate_device"), target="amr-007")
SHORT = Recipe("compromised-robot", "unwatched", hours=0.2)


def test_a_branch_without_a_change_differs_by_exactly_nothing() -> None:
    """A decision moved to where it was is the same run: no first change, and every difference is 0."""
    decided = Recipe("compromised-robot", "unwatched", hours=0.15, decisions=(ISOLATED,))
    found = what_if(decided, read_moves(["move:1@00:06"]), workers=1)
    assert found.changes == ()
    means = [found.difference(name).mean for name in found.comparison.units]
    assert {mean for mean in means if mean is not None} == {0.0}


def test_isolating_the_robot_early_keeps_the_others_and_the_decision_is_the_first_change() -> None:
    """The network follows after the decision's delay; nothing differs before it."""
    found = what_if(SHORT, read_moves(["isolate:amr-007@00:06"]), workers=1)
    first = found.changes[0]
    assert (first.table, first.time_us) == ("decision", 6 * MINUTE_US)
    assert all(change.time_us >= 6 * MINUTE_US for change in found.changes)
    taken = found.difference("assets_compromised").mean
    assert taken is not None
    assert taken < 0


def test_more_seeds_are_paired_and_share_their_chance() -> None:
    """Two seeds, four runs, one fingerprint of chance a seed."""
    seen: list[tuple[int, int]] = []
    brief = Recipe("quiet-day", "unwatched", hours=0.02, seed=4)
    moves = read_moves(["isolate:amr-001@00:01"])
    found = what_if(brief, moves, 2, workers=1, progress=lambda done, jobs: seen.append((done, jobs)))
    assert found.comparison.seeds == (4, 5)
    assert found.comparison.common_chance
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_folder_is_as_good_as_a_recipe_and_says_whether_it_can_be_trusted(tmp_path: Path) -> None:
    """A run that no longer comes out as recorded is told so."""
    recipe = Recipe("quiet-day", "unwatched", hours=0.02)
    write_run(recipe.run(), recipe, tmp_path / "run")
    moves = read_moves(["isolate:amr-001@00:01"])
    assert what_if(tmp_path / "run", moves, workers=1).same_run
    path = tmp_path / "run" / "run.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"digest": "', '"digest": "0', 1), encoding="utf-8")
    assert not what_if(tmp_path / "run", moves, workers=1).same_run


def test_bad_moves_and_folders_are_refused_before_anything_runs(tmp_path: Path) -> None:
    """No folder, no such decision, no such response."""
    with pytest.raises(BadInput, match="no such folder"):
        what_if(tmp_path / "nothing", ())
    with pytest.raises(BadInput, match="given no decision 2"):
        what_if(SHORT, read_moves(["remove:2"]))


def test_a_new_decision_that_nothing_can_come_of_is_told_and_one_that_was_recorded_is_not() -> None:
    """The nearest name stands beside it; a refused decision of the run itself stays in both branches."""
    old = Decision(at_us=1, response=Choice(kind="isolate_device"), target="amr-7")
    recorded = Recipe("quiet-day", "unwatched", hours=0.02, decisions=(old,))
    with pytest.raises(BadInput) as caught:
        what_if(recorded, read_moves(["isolate:amr-01@00:01"]), workers=1)
    (fault,) = caught.value.faults
    assert "'amr-01'" in fault.message
    assert "did you mean amr-0" in fault.remedy
    found = what_if(recorded, read_moves(["undo:9@00:01"]), workers=1)
    assert any("undo of decision 9: refused: there was no decision" in line for line in found.refused)
    assert any("decision 1, isolate_device on amr-7: refused" in line for line in found.refused)


def test_words_do_for_moves_and_a_crew_gives_what_one_process_does() -> None:
    """Two workers, each doubling itself at the decision, and nobody else: the same trials."""
    brief = Recipe("quiet-day", "zones", hours=0.03, decisions=(ISOLATED.model_copy(update={"at_us": MINUTE_US}),))
    alone, crew = (what_if(brief, ["remove:1"], 3, workers=workers) for workers in (1, 2))
    for label, seed in alone.comparison.attacked:
        one, other = (found.comparison.attacked[label, seed] for found in (alone, crew))
        assert one.digest == other.digest
    assert alone.changes[0].time_us == crew.changes[0].time_us == MINUTE_US
    assert alone.to_json()["differences"] == crew.to_json()["differences"]


def test_whoever_hears_of_progress_can_stop_it() -> None:
    """An app cancels by raising; no worker goes on."""

    def stop(_done: int, _jobs: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        what_if(Recipe("quiet-day", "zones", hours=40.0), ["isolate:amr-001@00:01"], 2, workers=2, progress=stop)


def test_without_the_first_measure_the_second_is_still_the_one_that_is_taken_back() -> None:
    """Three robots are isolated and the second is given back; it is so in both branches."""
    words = ["isolate:amr-001@20s", "isolate:amr-002@22s", "isolate:amr-003@24s", "undo:2@70s"]
    decided = tuple(move.decision for move in read_moves(words) if move.decision is not None)
    recipe = Recipe("quiet-day", "unwatched", hours=0.025, decisions=decided)
    found = what_if(recipe, read_moves(["remove:1"]), workers=1)
    other = replace(recipe, decisions=found.decisions).run()
    rows = other.log.records("decision")
    assert [row["target"] for row in rows if row["phase"] == "undone"] == ["amr-002"]
    gone = what_if(recipe, read_moves(["remove:2"]), workers=1)
    assert [move.words for move in gone.moves] == ["remove decision 2", "remove decision 4"]
    assert gone.refused == ()


def test_a_side_counts_the_seeds_in_which_it_is_undefined() -> None:
    """What is known in one branch stays known where the other has nothing; cut seeds count nowhere."""
    brief = Recipe("quiet-day", "unwatched", hours=0.02, seed=4)
    found = what_if(brief, read_moves(["isolate:amr-001@00:01"]), 3, workers=1)
    trials = found.comparison.attacked
    told = {(AS_IT_WAS, 4): 8.0, (AS_IT_WAS, 5): 10.0, (OTHERWISE, 4): 2.0, (OTHERWISE, 5): None}
    for key, value in told.items():
        trials[key] = replace(trials[key], metrics={**trials[key].metrics, "time_to_detect_s": value})
    del trials[OTHERWISE, 6]
    found.comparison.interrupted = True
    was, otherwise = found.sides("time_to_detect_s")
    assert (was.mean, was.n, was.undefined) == (9.0, 2, 0)
    assert (otherwise.mean, otherwise.n, otherwise.undefined) == (2.0, 1, 1)
    assert found.difference("time_to_detect_s").mean == -6.0
    said = found.to_json()
    assert said["seeds"] == [4, 5]
    assert said["branches"][OTHERWISE]["time_to_detect_s"]["undefined"] == 1
    assert side_words("time_to_detect_s", otherwise, "s") == "2 s in 1 of 2"
