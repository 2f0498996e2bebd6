"""The battery picture: order statistics of charge, and chargers in use against their number."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab.synthetic import SPAN_US, made_up_run
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.lab.figures import battery
from twin.lab.figures.poses import samples


def _log(charging: int) -> Log:
    """Eleven robots with 0, 10 ... 100 % for ten minutes, *charging* of them at a charger in the second half."""
    log = Log()
    for minute in range(11):
        for robot in range(11):
            state = "charging" if robot < charging and minute > 5 else "idle"
            log.one("pose", time=minute * MINUTE_US, robot=f"amr-{robot:03d}", x_m=1.0, y_m=1.0, state=state,
                    battery=robot / 10)  # fmt: skip
    log.seal(10**12)
    return log


def test_the_band_is_made_of_order_statistics() -> None:
    """Eleven equal steps from empty to full."""
    shown = battery.charge(samples(_log(0)), 10 * MINUTE_US)
    last = [float(values[-1]) for values in shown[1:]]
    assert last == pytest.approx([0.0, 10.0, 50.0, 90.0])
    assert np.all(np.diff(shown.times) > 0)


def test_the_title_names_the_lowest_robot() -> None:
    """In the made-up run the first robot has half a charge from the start; three of its robots charge at most."""
    words = battery.finding(made_up_run())  # type: ignore[arg-type]
    assert words.startswith("The lowest charge was 50 %, of amr-001 at 08:30; ")
    assert battery.draw(made_up_run()).texts[0].get_text() == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("charging", "words"),
    [
        (0, "no charger was in use"),
        (3, "at most 3 of 4 chargers were in use"),
        (4, "all 4 chargers were in use for 4 min 32 s"),
    ],
)
def test_the_title_counts_chargers_against_their_number(charging: int, words: str) -> None:
    """Five of eleven samples of ten minutes."""
    run = made_up_run()
    run.log, run.span_us = _log(charging), 10 * MINUTE_US
    assert battery.finding(run).endswith(words)  # type: ignore[arg-type]


def test_no_samples_have_no_picture_and_no_charge() -> None:
    """The reason is said; an empty log has empty curves."""
    run = made_up_run()
    run.log = Log()
    assert battery.lacking(run) == "no charge of a robot was sampled"  # type: ignore[arg-type]
    assert len(battery.charge(samples(Log()), SPAN_US).times) == 0
    assert battery.draw(run).texts[0].get_text() == "No charge of a robot was sampled"  # type: ignore[arg-type]
