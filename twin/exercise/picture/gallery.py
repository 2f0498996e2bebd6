"""The pictures of a running hub, each for the seats that may see its view, kept up to date with little work.

Names are ``view:part``, with the view as a role's ``sees`` writes it, and ``truth`` as the part of all that is secret:

=============================  ======================================================================================
``map:static``                 floor, robots and people by name
``rooms:static``               rooms with their limits
``network:static``             zones, conduits and assets that defenders know of
``network:reach``              who could open what now; ``network-reach:truth`` with what nobody registered
``map:reported`` and so on     what fleet manager, sensors and taps reported: the observed book alone
``map:truth`` and so on        what really is, with ``map-static:truth`` and so on: for those who lead an exercise
=============================  ======================================================================================

The still parts are the same bytes until something in them changes. A player's pictures are made by objects that are
handed the observed book and nothing of the plant, so there is no truth in them to leave out.

Sources: none.
"""

from __future__ import annotations

from collections.abc import Mapping

from twin.core.log import Array
from twin.core.units import Us
from twin.exercise.picture import ground
from twin.exercise.picture.codec import REPORTED, TRUTH, check_of, pack_picture
from twin.exercise.picture.reaching import reach_bytes
from twin.exercise.picture.reported import Reported
from twin.exercise.picture.truly import Truth
from twin.lab.live import Live


class Gallery:
    """All pictures of *live*. Ask as often as is useful: each time only what is new is read."""

    def __init__(self, live: Live) -> None:
        self._live, built = live, live.built
        rooms = ground.room_names(live.site)
        self.reported = Reported(live.log, built, rooms)
        self.truth = Truth(live.log, built.world, self.reported, rooms)
        self._reach: dict[str, bytes] = {}
        self._reach_state = (-1, -1)
        self._still = self._grounds()

    def pictures(self) -> Mapping[str, bytes]:
        """Every picture, as the hub stands now."""
        live = self._live
        now_us = live.now_us
        if now_us < live.horizon_us:  # at its end the log is closed, or is about to be
            live.seal()
        grown = self.reported.update(now_us)
        self.truth.update(now_us)
        if grown:
            self._still = self._grounds()
        flows = self.reported.traffic.last_minute(now_us)
        books = {"reported": self.reported.sections(now_us, flows), "truth": self.truth.sections(now_us, flows)}
        moving = {
            f"{view}:{part}": self._pack(view, part, now_us, sections)
            for part, views in books.items()
            for view, sections in views.items()
        }
        return {**self._still, **moving, **self._reaching()}

    def _pack(self, view: str, part: str, now_us: Us, sections: dict[str, Array]) -> bytes:
        still = self._still[f"{view}-static:truth" if part == "truth" else f"{view}:static"]
        return pack_picture(TRUTH if part == "truth" else REPORTED, check_of(still), now_us, sections)

    def _grounds(self) -> dict[str, bytes]:
        live, starts = self._live, self._live.story.starts
        floor = live.built.floor
        people = live.log.truth_names
        walkers = [people.text(code) for code in live.built.world.plant.people.codes.tolist()]
        rooms = ground.room_ground(live.site, starts)
        found = {"rooms:static": rooms, "rooms-static:truth": rooms}
        nobody: list[str] = []
        books = (("{}:static", self.reported.known, nobody), ("{}-static:truth", self.truth.known, walkers))
        for name, known, shown in books:
            found[name.format("map")] = ground.floor_ground(floor, known, shown, starts)
            found[name.format("network")] = ground.network_ground(known, starts)
        return found

    def _reaching(self) -> Mapping[str, bytes]:
        network, known = self._live.built.world.network, self.reported.known
        state = (network.epoch, len(known.inventory.assets))
        if self._reach_state != state:
            self._reach_state = state
            whole = reach_bytes(network, self.truth.known)
            all_known = len(known.inventory.assets) == len(self.truth.known.inventory.assets)
            self._reach = {
                "network:reach": whole if all_known else reach_bytes(network, known),
                "network-reach:truth": whole,
            }
        return self._reach
