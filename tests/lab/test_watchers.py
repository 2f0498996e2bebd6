"""Watchers: each detector reads the observed rows of its beat, all of them, once, and no others."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest
from pydantic import PrivateAttr

from tests.lab.worlds import SMALLER, built, run_to
from twin.core.log import Log
from twin.core.records import RECORDS
from twin.core.units import SECOND_US
from twin.detectors import DETECTORS
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.lab.loader import load_inputs
from twin.lab.scenario import Choice
from twin.lab.simulate import simulate
from twin.lab.watchers import SEEN, Watchers


class Witness(Detector):
    """Remembers its batches, and accuses coffee-01 at each."""

    batches: ClassVar[list[Batch]] = []
    _started: Watch | None = PrivateAttr(None)

    def observe(self, batch: Batch) -> list[Alert]:
        """One alert a batch."""
        self.batches.append(batch)
        return [Alert(batch.to_us, "coffee-01", "T0846", "low", "seen")]


@pytest.fixture(autouse=True)
def batches(monkeypatch: pytest.MonkeyPatch) -> list[Batch]:
    """What the witness saw, from now on."""
    monkeypatch.setattr("twin.lab.watchers.DETECTORS", {"witness": Witness})
    Witness.batches.clear()
    return Witness.batches


def watched(*cadences_s: float) -> tuple[list[tuple[int, str, str]], Log]:
    """Two minutes of the hub under witnesses of these cadences: what listeners heard, and the log."""
    heard: list[tuple[int, str, str]] = []
    made = built()
    ruleset = [Choice(kind="witness", parameters={"cadence_s": cadence_s}) for cadence_s in cadences_s]
    watchers = Watchers(made, ruleset, [lambda number, kind, alert: heard.append((number, kind, alert.entity))])
    watchers.start()
    run_to(made, 2)
    return heard, made.world.log


def test_batches_follow_each_other_at_the_detectors_own_cadence(batches: list[Batch]) -> None:
    """Every 20 s, without a gap and without an overlap."""
    watched(20)
    edges = [(batch.from_us // SECOND_US, batch.to_us // SECOND_US) for batch in batches]
    assert edges == [(0, 20), (20, 40), (40, 60), (60, 80), (80, 100)]


def test_rows_of_a_batch_lie_in_its_time_and_in_order(batches: list[Batch]) -> None:
    """From its beginning to just before its end."""
    watched(20)
    assert sum(len(batch.tables["flow"]["time"]) for batch in batches) > 100
    for batch in batches:
        for rows in batch.tables.values():
            assert (rows["time"] >= batch.from_us).all()
            assert (rows["time"] < batch.to_us).all()
            assert (np.diff(rows["time"]) >= 0).all()


def test_every_observed_row_is_seen_once_whatever_the_cadence(batches: list[Batch]) -> None:
    """Two detectors, 20 and 30 s: up to second 60 both have read the same flows."""
    watched(20, 30)
    seen: dict[int, list[int]] = {20: [], 30: []}
    for batch in batches:
        flows = batch.tables["flow"]
        seen[(batch.to_us - batch.from_us) // SECOND_US] += flows["flow"][flows["time"] < 60 * SECOND_US].tolist()
    assert seen[20] == seen[30]
    assert len(set(seen[20])) == len(seen[20])


def test_a_batch_has_observed_tables_only(batches: list[Batch]) -> None:
    """The truth book has no way in."""
    watched(60)
    assert set(batches[0].tables) == set(SEEN)
    assert {RECORDS[name].book for name in SEEN} == {"observed"}


def test_a_batch_knows_no_word_that_only_the_truth_says(batches: list[Batch], monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its names nor those that a detector starts with hold a step's id, a phase or a state of compromise."""
    watches: list[Watch] = []
    monkeypatch.setattr(Witness, "start", lambda _self, watch: watches.append(watch))
    inputs = load_inputs("compromised-robot", "flat", None, SMALLER, 0.2)
    posture = inputs.posture.model_copy(update={"ruleset": (Choice(kind="witness", parameters={"cadence_s": 60}),)})
    result = simulate(inputs.site, inputs.story, posture, 3)
    secret = {step.id for step in inputs.story.steps} | {"compromised", "effect_start", "success", "start"}
    assert set(result.log.truth_names.texts) & secret > {"compromised"}
    for names in (watches[0].names, batches[-1].names):
        assert not secret & set(names.texts)


def test_alerts_are_numbered_over_all_detectors_and_told_to_everybody() -> None:
    """Two witnesses: numbers go on, in the log and for listeners alike."""
    heard, log = watched(40, 60)
    assert heard == [(1, "witness", "coffee-01"), (2, "witness", "coffee-01"), (3, "witness", "coffee-01")]
    rows = [(row["alert"], row["time"] // SECOND_US, row["level"]) for row in log.records("alert")]
    assert rows == [(1, 40, "low"), (2, 60, "low"), (3, 80, "low")]


def test_detectors_do_not_know_what_nobody_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coffee machine that is on the network and in no register: its ordinary flows accuse it."""
    monkeypatch.setattr("twin.lab.watchers.DETECTORS", DETECTORS)
    inputs = load_inputs("quiet-day", "zones", None, SMALLER, 0.2)
    for registered, accused in ((True, set()), (False, {"coffee-01"})):
        changed = tuple(
            group.model_copy(update={"registered": registered}) if group.name == "coffee" else group
            for group in inputs.site.devices
        )
        posture = inputs.posture.model_copy(update={"ruleset": (Choice(kind="allow_list"),)})
        done = simulate(inputs.site.model_copy(update={"devices": changed}), inputs.story, posture, 1)
        assert {row["entity"] for row in done.log.records("alert")} == accused
