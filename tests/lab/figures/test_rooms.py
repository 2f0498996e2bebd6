"""The rooms picture: true against reported, and limits."""

from __future__ import annotations

import numpy as np

from tests.lab.synthetic import made_up_run
from twin.core.units import MINUTE_US
from twin.lab.figures import rooms


def test_reported_air_is_the_mean_of_each_minute() -> None:
    """One sensor, one sample a minute: its own values."""
    times, values = rooms.reported_air(made_up_run().log, "chill-1")
    assert times[1] == MINUTE_US
    assert np.all(values <= 4.4)


def test_the_title_says_what_the_operator_could_not_see() -> None:
    """Product 0.2 K over its limit, air up to 2.8 K warmer than reported."""
    words = rooms.finding(made_up_run())  # type: ignore[arg-type]
    assert (
        words
        == "The product in chill-1 reached 5.2 °C, 0.2 K over its limit, while its sensors reported up to 2.8 K less"
    )


def test_every_room_has_its_panel() -> None:
    """One room, one panel."""
    assert len(rooms.draw(made_up_run()).axes) == 1  # type: ignore[arg-type]
