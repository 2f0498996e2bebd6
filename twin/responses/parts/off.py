"""Off: a device that a response has switched off, and how it comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from twin.devices.world import World


def cut(world: World, assets: Iterable[str], reason: str) -> Callable[[], None]:
    """Take *assets* off the network, as containment: they say nothing and answer nobody; the result puts them back."""
    tokens = [token for asset in assets for token in world.network.switch_off(asset, reason, contains=True)]

    def back() -> None:
        while tokens:
            world.network.lift(tokens.pop())

    return back


def switch_off(world: World, asset: str, reason: str) -> Callable[[], None]:
    """Take the power of *asset* as well: a robot stands, a controller controls nothing; the result switches it on."""
    back = cut(world, [asset], reason)
    world.device_of(asset).power(asset, on=False)

    def on() -> None:
        world.device_of(asset).power(asset, on=True)
        back()

    return on
