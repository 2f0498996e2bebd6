"""The rooms picture: true against reported, limits, alarms and cooling."""

from __future__ import annotations

import pytest

from tests.lab.synthetic import MadeUpRun, made_up_run
from twin.core.units import MINUTE_US
from twin.lab.figures import rooms
from twin.lab.figures.events import step_spans
from twin.plant.spec import RoomSpec


def _with_rooms(*specs: RoomSpec) -> MadeUpRun:
    run = made_up_run()
    run.site = run.site.model_copy(update={"plant": run.site.plant.model_copy(update={"rooms": specs})})
    return run


def test_the_title_says_what_the_operator_could_not_see() -> None:
    """Product 0.2 K over its limit, air up to 2.3 K warmer than reported for ten minutes."""
    words = rooms.finding(made_up_run())  # type: ignore[arg-type]
    assert words == (
        "The product in chill-1 reached 5.2 °C, 0.2 K over its limit, while its sensors reported up to 2.3 K less"
    )


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.0, 9.0, "Every product stayed within its limits; nearest is chill-1 with 5.2 °C"),
        (6.0, 9.0, "The product in chill-1 fell to 4.0 °C, 2.0 K under its limit"),
    ],
)
def test_the_title_knows_both_limits(low: float, high: float, words: str) -> None:
    """Too warm, too cold, or neither."""
    run = _with_rooms(RoomSpec(name="chill-1", limit_low_c=low, limit_high_c=high))
    assert rooms.finding(run).startswith(words)  # type: ignore[arg-type]


def test_every_room_has_its_panel_and_its_cooling() -> None:
    """One room, two axes; the words for cooling are its mean share of capacity, 3 of 7 kW."""
    figure = rooms.draw(made_up_run())  # type: ignore[arg-type]
    assert len(figure.axes) == 2
    assert [text.get_text() for text in figure.axes[1].texts] == ["43 % of capacity"]


def test_of_many_rooms_the_worst_six_are_drawn_and_said() -> None:
    """Eight rooms with samples."""
    run = _with_rooms(*(RoomSpec(name=f"chill-{n}") for n in range(1, 9)))
    for room in range(2, 9):
        run.log.one("room", time=0, room=f"chill-{room}", air_c=3.0, product_c=3.0 + room / 10, structure_c=3.0,
                    cooling_kw=0.0, electric_kw=0.0, door_open=0.0)  # fmt: skip
    run.log.seal(10**12)
    figure = rooms.draw(run)  # type: ignore[arg-type]
    names = [axes.get_ylabel().split("\n")[0] for axes in figure.axes[::2]]
    assert names == ["chill-1", "chill-8", "chill-7", "chill-6", "chill-5", "chill-4"]
    assert "the 6 of 8 rooms nearest to a limit" in figure.texts[1].get_text().replace("\n", " ")


def test_all_panels_have_the_same_kelvins_an_inch() -> None:
    """A freezer beside a chill room."""
    run = _with_rooms(RoomSpec(name="chill-1"), RoomSpec(name="freezer-1", setpoint_c=-21, limit_high_c=-18))
    run.log.one("room", time=0, room="freezer-1", air_c=-20.0, product_c=-21.0, structure_c=-21.0, cooling_kw=0.0,
                electric_kw=0.0, door_open=0.0)  # fmt: skip
    run.log.seal(10**12)
    reaches = [high - low for low, high in (axes.get_ylim() for axes in rooms.draw(run).axes[::2])]  # type: ignore[arg-type]
    assert reaches[0] == pytest.approx(reaches[1])


def test_alarms_are_marked_and_the_first_of_a_kind_is_named() -> None:
    """Two high temperatures and one of another room: two marks, one word."""
    run = made_up_run()
    for minute, room in ((40, "chill-1"), (60, "chill-1"), (61, "elsewhere")):
        run.log.one("alarm", time=minute * MINUTE_US, source=room, alarm="high_temperature", priority="high", value=5.6)
    run.log.seal(10**12)
    axes = rooms.draw(run).axes[0]  # type: ignore[arg-type]
    assert sum(line.get_marker() == "p" for line in axes.lines) == 2
    assert [text.get_text() for text in axes.texts].count("high temperature") == 1


def test_silence_is_shown_as_such() -> None:
    """Sensors report for the first half hour only."""
    run = _with_rooms(RoomSpec(name="chill-9"))
    for minute in range(90):
        run.log.one("room", time=minute * MINUTE_US, room="chill-9", air_c=3.0, product_c=3.0, structure_c=3.0,
                    cooling_kw=0.0, electric_kw=0.0, door_open=0.0)  # fmt: skip
        if minute < 30:
            run.log.one("reading", time=minute * MINUTE_US, sensor="s", room="chill-9", quantity="temperature_c",
                        value=3.0, sequence=minute)  # fmt: skip
    run.log.seal(10**12)
    assert "no readings" in [text.get_text() for text in rooms.draw(run).axes[0].texts]  # type: ignore[arg-type]


def test_a_hub_without_rooms_says_so() -> None:
    """A reason, not an empty picture."""
    assert rooms.lacking(_with_rooms()) == "this hub has no cold rooms"  # type: ignore[arg-type]
    assert rooms.lacking(made_up_run()) == ""  # type: ignore[arg-type]


def test_an_effect_on_robots_is_not_one_on_rooms() -> None:
    """The made-up attack came over a robot; one on a controller concerns rooms."""
    run = made_up_run()
    spans = [span for span in step_spans(run.log, run.span_us) if span.hit]
    assert [rooms.concerns_rooms(run, span) for span in spans] == [False]  # type: ignore[arg-type]
