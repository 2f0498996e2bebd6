"""The client without a store, with the pictures of a real hub: each seat gets what the door lets it see."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tests.dashboards.room_client import FakeClient
from tests.exercise.picture.hubs import live
from twin.core.units import MINUTE_US
from twin.exercise.access.rights import must_see
from twin.exercise.picture.gallery import Gallery


@lru_cache(maxsize=2)
def shown(minutes: int) -> Mapping[str, bytes]:
    """All pictures of a small hub under attack after so many minutes."""
    hub = live()
    gallery = Gallery(hub)
    hub.advance(minutes * MINUTE_US)
    return gallery.pictures()


class PictureClient(FakeClient):
    """Serves ``pictures``; ``sees`` is what players may look at."""

    def __init__(self, sees: tuple[str, ...] = ("map", "rooms", "network")) -> None:
        super().__init__()
        self.pictures: Mapping[str, bytes] = shown(13)
        self.picture_version = 1
        self.sees = sees
        self.served: list[tuple[str, str]] = []
        for view in self.views.values():
            if view["seat"]["kind"] == "player":
                view["seat"]["sees"] = list(sees)

    def picture(self, token: str, name: str, known: int = 0) -> tuple[int, bytes | None]:
        """The picture *name*, unless it is known, to those who may see it."""
        seat = self.seat_of(token)
        must_see(seat, self.sees, name)
        self.served.append((seat.seat, name))
        if known == self.picture_version:
            return known, None
        return self.picture_version, self.pictures.get(name)

    def order_of(self, seat: str, orders: Mapping[str, Any]) -> None:
        """Let *seat* order such things."""
        self.views[seat] = {**self.views[seat], "orders": dict(orders)}
