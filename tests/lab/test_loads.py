"""What attacks put on the links, and take off again."""

from __future__ import annotations

from tests.lab.worlds import built
from twin.lab.build import Built
from twin.lab.loads import Loads


def uplink(made: Built) -> int:
    """What the coffee machine's switch sends up, bit/s."""
    return made.world.traffic.capacity.load_bps("uplink:sw-breakroom")


def test_a_load_is_on_from_when_it_is_put_until_it_is_taken_off() -> None:
    """To each destination its own rate; everything before the change has been decided by then."""
    made = built()
    loads, before, settled = Loads(made.world), uplink(made), []
    made.world.on_change.append(lambda: settled.append(made.world.clock.now_us))
    number = loads.put("coffee-01", {"dc-01": 700, "ws-01": 300})
    assert uplink(made) - before == 1_000
    loads.take_off(number)
    assert uplink(made) == before
    assert len(settled) == 2


def test_who_is_taken_back_falls_silent_and_nobody_else() -> None:
    """Taking it off afterwards takes nothing off twice."""
    made = built()
    loads, before = Loads(made.world), uplink(made)
    mine, other = loads.put("coffee-01", {"dc-01": 700}), loads.put("dc-01", {"coffee-01": 50})
    loads.silence("coffee-01")
    loads.take_off(mine)
    assert uplink(made) - before == 50
    loads.take_off(other)
    assert uplink(made) == before


def test_a_name_that_nobody_has_loads_no_link() -> None:
    """Nothing is sent on its way."""
    made = built()
    loads, epoch = Loads(made.world), made.world.traffic.capacity.epoch
    loads.take_off(loads.put("coffee-01", {"resolver-nowhere": 700}))
    assert made.world.traffic.capacity.epoch == epoch
