"""The floor plan: what the site file says, drawn to scale."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_hex

from twin.lab.figures import plan
from twin.lab.figures.style import PEOPLE, to_svg
from twin.lab.loader import load_site
from twin.lab.scenario import Site
from twin.plant.floor import Floor
from twin.plant.spec import PeopleSpec


def _site(**changes: object) -> Site:
    small = load_site("small")
    return small.model_copy(update={"plant": small.plant.model_copy(update=changes)})


def test_the_title_is_the_finding() -> None:
    """Robots, demand, and how full the hub is."""
    site = _site()
    assert plan.finding(site).startswith("20 robots and 200 orders an hour: visits take ")
    assert plan.draw(site).texts[0].get_text().replace("\n", " ") == plan.finding(site)


def test_every_lane_shows_its_direction() -> None:
    """One dark arrow a lane and one a cross aisle."""
    floor = Floor(_site().plant.floor)
    heads = [line.get_marker() for line in plan.draw(_site()).axes[0].lines if np.size(line.get_xdata()) == 1]
    assert heads.count("^") + heads.count("v") >= len(floor.lane_x)
    assert heads.count("<") + heads.count(">") >= len(floor.cross_y)


def test_people_walk_on_the_cross_aisles_or_nowhere() -> None:
    """Each aisle in their colour, and none where nobody walks."""
    aisles = len(Floor(_site().plant.floor).cross_y)
    assert _yellow(_site()) == aisles + 2
    assert _yellow(_site(people=PeopleSpec(walkers=0))) == 0


def _yellow(site: Site) -> int:
    lines = plan.draw(site).axes[0].lines
    return sum(line.get_linestyle() == "-" and to_hex(line.get_color()) == PEOPLE.lower() for line in lines)


def test_every_room_has_its_setpoint_beside_it() -> None:
    """Cold rooms and the server room, in the order of the file."""
    words = [text.get_text() for text in plan.draw(load_site("standard")).axes[1].texts]
    assert words[:3] == ["chill-1", "3.5 °C", "250 t, 0 to 5 °C"]
    assert words[-3] == "server-room"


def test_one_site_gives_one_picture() -> None:
    """Byte for byte."""
    assert to_svg(plan.draw(_site())) == to_svg(plan.draw(_site()))
