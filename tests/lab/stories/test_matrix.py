"""The matrix: checked before it runs, paired by seed, and honest about stories that teach nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.stories.stories import CALM, LOST, OPEN, TWO_STEPS, WON, matrix
from tests.lab.stories.stories import trial as made_up
from twin.core.errors import BadInput
from twin.lab.compare import Job
from twin.lab.comparison import Trial
from twin.lab.resources import scenario_root
from twin.lab.stories import matrix as module
from twin.lab.stories.matrix import story_matrix

NOBODY = {"foothold": "blocked"}


def test_a_story_whose_goal_some_posture_keeps_is_open() -> None:
    """Won under flat, blocked under zones; a day without an attack is just that."""
    assert (OPEN.balance(TWO_STEPS), OPEN.balance(CALM)) == (module.OPEN, module.CALM)


def test_a_story_that_every_posture_loses_alike_cannot_be_won() -> None:
    """Every goal is reached, and the losses differ by chance only."""
    losses = {"flat": (900.0, 1100.0, 1000.0), "zones": (1000.0, 1000.0, 995.0)}
    assert matrix({"flat": WON, "zones": WON}, losses).balance(TWO_STEPS) == module.UNWINNABLE


def test_a_story_that_is_stopped_in_part_can_be_won() -> None:
    """Its goals were reached and its first step was stopped: the table says so, and so does this."""
    part = {"foothold": "stopped", "tamper": "success"}
    made = matrix({"flat": WON, "zones": part}, {"flat": (5.0, 6.0), "zones": (5.0, 6.0)})
    cell = made.cell(TWO_STEPS, "zones")
    assert cell is not None
    assert (cell.ending, made.balance(TWO_STEPS)) == ("partly stopped", module.OPEN)


def test_when_a_story_begins_is_told() -> None:
    """Of all its runs the first; a day without an attack never does."""
    assert (OPEN.began_min(TWO_STEPS), OPEN.began_min(CALM)) == (5.0, None)


def test_a_posture_that_saves_money_wins_something_though_every_goal_is_reached() -> None:
    """A response that comes soon enough counts, even where no step is stopped."""
    losses = {"flat": (900.0, 1100.0, 1000.0), "zones": (700.0, 895.0, 805.0)}
    assert matrix({"flat": WON, "zones": WON}, losses).balance(TWO_STEPS) == module.OPEN


def test_a_story_whose_goal_nobody_lets_through_cannot_be_lost() -> None:
    """Whatever it costs."""
    losses = {"flat": (900.0, 1100.0), "zones": (100.0, 110.0)}
    assert matrix({"flat": LOST, "zones": NOBODY}, losses).balance(TWO_STEPS) == module.UNLOSABLE


def test_a_story_that_is_cut_off_may_still_be_lost() -> None:
    """Its goal is worked at when the time is over."""
    still = {"foothold": "success", "tamper": "running"}
    made = matrix({"flat": still, "zones": NOBODY}, {"flat": (900.0, 1100.0), "zones": (100.0, 110.0)})
    assert made.balance(TWO_STEPS) == module.OPEN


def test_of_one_seed_any_difference_counts() -> None:
    """There is no interval; equal losses are equal all the same."""
    for other, balance in ((899.0, module.OPEN), (900.0, module.UNWINNABLE)):
        single = matrix({"flat": WON, "zones": WON}, {"flat": (900.0,), "zones": (other,)})
        assert single.balance(TWO_STEPS) == balance


def test_savings_are_paired_by_seed() -> None:
    """800, 790 and 810 less."""
    best, worst = OPEN.extremes(TWO_STEPS)
    assert (best, worst) == ("zones", "flat")
    assert OPEN.saved(TWO_STEPS, worst, best).mean == pytest.approx(800)


def test_a_pair_of_which_one_run_is_missing_does_not_count() -> None:
    """After Ctrl-C."""
    cut = matrix({"flat": WON, "zones": LOST}, {"flat": (900.0, 1000.0), "zones": (100.0, 210.0)})
    del cut.trials["two-steps", "zones", 2]
    assert cut.saved(TWO_STEPS, "flat", "zones").n == 1
    cell = cut.cell(TWO_STEPS, "zones")
    assert cell is not None
    assert cell.seeds == 1


def test_it_becomes_one_document() -> None:
    """With every cell, and nothing that JSON cannot say."""
    told = json.loads(json.dumps(OPEN.to_json(), allow_nan=False))
    assert told["runs"] == 12
    assert [story["balance"] for story in told["stories"]] == ["open", "no attack"]
    assert told["stories"][0]["postures"]["zones"]["step"] == "tamper"


class TestRunning:
    """Which runs are made."""

    def test_every_story_meets_every_posture_on_every_seed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Two stories, two postures and two seeds make eight runs; the longer story comes first, and is cut."""
        jobs: list[Job] = []

        def fake(job: Job) -> Trial:
            jobs.append(job)
            return made_up(1.0, {})

        monkeypatch.setattr(module, "trial", fake)
        told: list[tuple[int, int]] = []
        result = story_matrix(
            ["quiet-day", "blind-gateway"], ["flat", "zones"], 2, most_hours=3, workers=1,
            progress=lambda done, of: told.append((done, of)),
        )  # fmt: skip
        assert len(result.trials) == 8
        assert told[-1] == (8, 8)
        assert [(job.story, job.seed, job.hours) for job in jobs[:3]] == [
            ("blind-gateway", 1, 3), ("blind-gateway", 1, 3), ("quiet-day", 1, 2.0),
        ]  # fmt: skip
        assert not any(job.quiet for job in jobs)

    def test_an_interrupt_keeps_what_is_complete(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ctrl-C in the second run leaves one, and the result says so."""
        calls = iter((made_up(1.0, {}),))

        def fake(_job: Job) -> Trial:
            try:
                return next(calls)
            except StopIteration:
                raise KeyboardInterrupt from None

        monkeypatch.setattr(module, "trial", fake)
        result = story_matrix(["quiet-day"], ["flat", "zones"], 1, workers=1)
        assert (len(result.trials), result.interrupted) == (1, True)

    def test_everything_wrong_is_said_at_once(self) -> None:
        """A name twice, an unknown story, and no seeds."""
        with pytest.raises(BadInput) as caught:
            story_matrix(["quiet-day", "quiet-day", "no-such"], ["flat", "flat"], 0)
        places = {str(fault.place) for fault in caught.value.faults}
        assert {"--stories", "--postures", "--seeds"} <= places

    @pytest.mark.parametrize("hours", [-3.0, 0.0, float("nan")])
    def test_a_cut_that_cannot_be_made_is_a_fault_at_its_own_flag(self, hours: float) -> None:
        """``--hours`` was not asked for."""
        with pytest.raises(BadInput) as caught:
            story_matrix(["quiet-day"], ["flat"], 1, most_hours=hours)
        assert [str(fault.place) for fault in caught.value.faults] == ["--most-hours"]

    def test_a_story_that_the_site_cannot_tell_is_left_out_with_the_reason(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Unless it was named: then its fault is an answer."""
        small = (scenario_root() / "sites" / "small.yaml").read_text(encoding="utf-8")
        site = tmp_path / "renamed.yaml"
        site.write_text(small.replace("name: temp-chill-1,", "name: thermometer,"), encoding="utf-8")
        names = {"story": ("quiet-day", "sick-sensors")}
        monkeypatch.setattr(module, "trial", lambda _job: made_up(1.0, {}))
        monkeypatch.setattr(module, "scenario_names", names.__getitem__)
        result = story_matrix([], ["flat"], 1, site=str(site), workers=1)
        assert [story.name for story in result.stories] == ["quiet-day"]
        assert list(result.left_out) == ["sick-sensors"]
        assert "temp-chill-1-03" in result.left_out["sick-sensors"]
        with pytest.raises(BadInput, match="temp-chill-1-03"):
            story_matrix(["sick-sensors"], ["flat"], 1, site=str(site), workers=1)
