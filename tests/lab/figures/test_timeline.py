"""The timeline: distances between attack, alert and decision, and what never came is said."""

from __future__ import annotations

from tests.lab.synthetic import MadeUpRun, made_up_run
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.lab.figures import timeline


def _blind() -> MadeUpRun:
    run = made_up_run()
    log = Log()
    for row in run.log.records("attack"):
        log.one("attack", **row)
    log.seal(run.span_us + 1)
    run.log = log
    return run


def test_the_title_is_the_time_to_the_first_alert_and_to_containment() -> None:
    """Attack at minute 8, alert at 13, isolation applied at 19."""
    words = timeline.finding(made_up_run())  # type: ignore[arg-type]
    assert words == "The first alert came 5 min 0 s after the first step, the first containment 11 min 0 s after it"


def test_an_undetected_attack_is_said_and_drawn() -> None:
    """Not left out: in the title and where the alerts would be."""
    run = _blind()
    assert timeline.finding(run) == "The attack began at 08:38 and was not detected by 10:00"  # type: ignore[arg-type]
    words = [text.get_text() for axes in timeline.draw(run).axes for text in axes.texts]  # type: ignore[arg-type]
    assert "nobody watches" in words


def test_a_quiet_day_counts_its_false_alerts() -> None:
    """There is nothing to detect."""
    assert timeline.draw(made_up_run(quiet=True)).texts[0].get_text().startswith("Nothing attacked: 0 alerts")  # type: ignore[arg-type]


def test_sensor_faults_have_rows_and_a_key_of_their_own() -> None:
    """Above the attack, named by sensor and kind; of many the first five, and how many more."""
    run = made_up_run(quiet=True)
    log = Log()
    for n in range(7):
        log.one(
            "sensor_fault", time=(5 + n) * MINUTE_US, sensor=f"temp-{n}", fault="hold", end=40 * MINUTE_US, size=0.0
        )
    log.seal(run.span_us + 1)
    run.log = log
    figure = timeline.draw(run)  # type: ignore[arg-type]
    (axes,) = figure.axes
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert [label for label in labels if label.startswith("temp")] == ["temp-4", "temp-3", "temp-2", "temp-1", "temp-0"]
    assert [text.get_text() for text in axes.texts].count("hold") == 4
    assert "hold and 2 more" in [text.get_text() for text in axes.texts]
    assert "sensor fault" in [text.get_text() for text in figure.legends[0].get_texts()]


def test_a_run_without_faults_has_no_word_of_them() -> None:
    """The key names only what is drawn."""
    figure = timeline.draw(made_up_run())  # type: ignore[arg-type]
    assert "sensor fault" not in [text.get_text() for text in figure.legends[0].get_texts()]
