"""Rotate a key: the maker's service key in one device, or in all devices of that maker, is another from now on.

A key that somebody stole opens whatever still has it. The target is an asset, which gets a key of its own, or a maker,
whose devices all get new ones: each its own (``scope: device``), or again one for all (``shared``), which is quicker to
hand out and as easy to steal. Every device is off the network while it takes its new key, and whoever was logged in
to it is so no more. For a maker who built half of the hub that is half of the hub at once.

Sources: MITRE D3FEND D3-CRO (Credential Rotation); NIST SP 800-57 part 1 r5, section 5.3.6 (compromise and
cryptoperiods); EMB3D TID-328 as what it answers; the times are judgements.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.core.clock import EARLY
from twin.core.errors import remedy_for
from twin.core.units import us
from twin.devices.world import World
from twin.responses.base import Response, Undo
from twin.responses.parts.off import cut


class RotateKey(Response):
    """Change the service key of one asset, or of all assets of a maker."""

    target_is: ClassVar[str] = "key"
    countermeasure: ClassVar[str] = "D3-CRO"

    delay_s: float = Field(120, ge=0, le=86_400, description="until the new keys are made, s [judgement]")
    staff_min: float = Field(15, ge=0, le=1440, description="staff time, min [judgement]")
    scope: Literal["device", "shared"] = Field("device", description="a key for each device, or one for all of them")
    down_s: float = Field(60, ge=0, le=86_400, description="off the network while it takes the key, s [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """Neither an asset nor a maker, or no service key in it."""
        assets = keyed(world, target)
        if assets:
            return None
        makers = {asset.vendor for asset in world.inventory.assets}
        if target in world.inventory.by_name or target in makers:
            return f"no service key is in {target}: there is nothing to change"
        known = [*world.inventory.by_name, *sorted(makers)]
        return f"{target!r} is not an asset or a maker: {remedy_for(target, known)}"

    def apply(self, world: World, target: str) -> Undo:
        """Hand out new keys; taken back, each device has the key that it had."""
        assets = keyed(world, target)
        books = [world.device_of(asset).accounts for asset in assets]
        number = 1 + max(book.last_change for book in books)
        for asset, book in zip(assets, books, strict=True):
            own = f"/{asset}" if self.scope == "device" else ""
            book.change_key(asset, number, f"key/{world.inventory.by_name[asset].vendor}{own}#{number}")
            world.device_of(asset).end_sessions(asset)
        back = cut(world, assets, "rotate_key") if self.down_s else _nothing
        if self.down_s:
            world.clock.after(us(self.down_s), f"rotate_key/{number:05d}/{target}", lambda: world.change(back), EARLY)

        def restore() -> None:
            back()
            for asset, book in zip(assets, books, strict=True):
                book.restore_key(asset, number)

        return restore


def keyed(world: World, target: str) -> list[str]:
    """The assets with a service key that *target*, an asset or a maker, means."""
    assets = (asset for asset in world.inventory.assets if target in (asset.name, asset.vendor))
    return [asset.name for asset in assets if world.device_of(asset.name).shares_key]


def _nothing() -> None:
    """No device was taken off the network."""
