"""A detector that learns: from a file or while it runs, and what it says then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lessons import taught, usual
from tests.watching import Row, batch, flow, observed, refused, said, started, watch
from twin.detectors.anomaly import Anomaly
from twin.detectors.base import Alert, Watch
from twin.detectors.learning.learner import Learner
from twin.detectors.learning.model import Origin

SCAN = [refused(5 + n / 10, "ws-03", "gateway-01", 1000 + n) for n in range(40)]


def _filed(seen: Watch, folder: Path, assets: tuple[str, ...] = ()) -> Path:
    """A model in a file, for any site or for one with *assets*."""
    learner = Anomaly()
    learner.start(seen)
    for n in range(120):
        learner.learn(batch(seen, 60 * n + 60, from_s=60 * n, flow=usual(n)), n % 4)
    model = learner.model(Origin("here", assets, (), (1001,), 2.0, 60.0, ""))
    (folder / "here.json").write_text(json.dumps(model.to_json()), "utf-8")
    return folder


def _located(folder: Path, **parameters: float | str) -> Learner:
    learner = Anomaly.model_validate({"learned": "here", **parameters})
    learner.locate(folder)
    return learner


def _minutes(learner: Learner, seen: Watch, rows: dict[int, list[Row]], until: int) -> list[Alert]:
    """Alerts of usual minutes with *rows* on top."""
    alerts = []
    for n in range(until):
        minute = batch(seen, 60 * n + 60, from_s=60 * n, flow=usual(n) + rows.get(n, []))
        alerts += learner.observe(minute)
    return alerts


def test_with_a_model_it_speaks_from_its_first_batch(tmp_path: Path) -> None:
    """Whom, with the columns that stuck out in the title and its first strange flow as evidence."""
    seen = watch()
    learner = started(_located(_filed(seen, tmp_path)), seen)
    (alert,) = observed(learner, seen, 60, flow=usual(0) + SCAN)
    assert (alert.entity, alert.technique) == ("ws-03", "T0846")
    assert alert.title == "is unlike what was learned: failures, unfamiliar, ports"
    assert alert.evidence == SCAN[0]["flow"]
    assert alert.evidence_rows == 40


def test_without_a_model_it_learns_first_and_says_nothing_meanwhile() -> None:
    """A scan in the first hour was part of the lesson; a new one later is not."""
    seen = watch()
    learner = started(Anomaly(learn_min=60.0), seen)
    strange = [flow(70 * 60 + 9, "ws-02", "broker-robots", "ssh", bytes_out=5_000_000)]
    alerts = _minutes(learner, seen, {70: strange}, 80)
    assert [alert.time_us for alert in alerts] == [71 * 60_000_000]
    assert {alert.entity for alert in alerts} == {"ws-02"}


def test_an_hour_of_benign_minutes_after_it_has_learned_is_silent() -> None:
    """The same look-alikes that it learned: more and less, by a factor of three."""
    seen = watch()
    assert _minutes(started(Anomaly(), seen), seen, {}, 130) == []


def test_it_says_the_same_thing_once_an_hour(tmp_path: Path) -> None:
    """Once at its level, however long the scan goes on."""
    seen = watch()
    learner = started(_located(_filed(seen, tmp_path)), seen)
    alerts = _minutes(learner, seen, dict.fromkeys(range(30), SCAN), 30)
    assert len(said(alerts)) == len(set(said(alerts))) == 1


def test_it_names_every_flow_that_it_accuses_if_somebody_asks(tmp_path: Path) -> None:
    """The forty of the scan, and none of the usual ones of the same desk; in the quiet hour too."""
    seen = watch()
    learner = started(_located(_filed(seen, tmp_path)), seen)
    learner.name_flows()
    for _ in range(2):
        observed(learner, seen, 60, flow=usual(0) + SCAN)
        assert learner.accused().tolist() == sorted(row["flow"] for row in SCAN)


def test_a_model_of_another_site_is_refused_by_name(tmp_path: Path) -> None:
    """The file, the site it is of, and what to do."""
    seen = watch()
    _filed(seen, tmp_path, assets=("x-1", "x-2"))
    with pytest.raises(ValueError, match=r"here\.json was learned on site here.*twin detect train"):
        started(_located(tmp_path), seen)


def test_a_model_for_another_beat_is_refused(tmp_path: Path) -> None:
    """Ten seconds are no minute."""
    seen = watch()
    with pytest.raises(ValueError, match="cadence of 60 s, not 10 s"):
        started(_located(_filed(seen, tmp_path), cadence_s=10.0), seen)


def test_what_it_learned_can_be_asked_for_and_nothing_is_refused() -> None:
    """After the lessons the model; before them an error."""
    _, model = taught(watch())
    assert model.days == pytest.approx(120 / 1440)
    learner = Anomaly()
    learner.start(watch())
    with pytest.raises(ValueError, match="nothing was seen"):
        learner.model()
