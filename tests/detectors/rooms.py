"""A room with air, walls, a compressor and a door, as reports of its sensors: what tests of physics look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from tests.builders import asset
from tests.watching import Row, controlled, hub, reading, watch
from twin.detectors.base import Watch
from twin.net.inventory import Asset

LOOK_S = 60
HOUR = 60
"""Looks of an hour."""
KINDS = ("temperature_c", "compressor_current_a", "power_kw", "door_open")
Lie = Callable[[str, int, float], float]
"""What is said at a look of a kind whose value is given."""


def meter(name: str, gateway: str, measures: str) -> Asset:
    """A sensor of chill-1 behind a gateway."""
    traits = {"gateway": gateway, "measures": measures}
    return asset(name, "cold_chain", kind="sensor", area="chill-1", address="", traits=traits)


def seen_room() -> Watch:
    """The hub with meters of current, power and doors behind gateways of their own; twelve thermometers."""
    thermometers = [meter(f"t-{n:02d}", "gateway-01", KINDS[0]) for n in range(4, 13)]
    meters = [meter("c-01", "gateway-02", KINDS[1]), meter("p-01", "gateway-03", KINDS[2])]
    doors = [meter(f"d-{n:02d}", "gateway-04", KINDS[3]) for n in (1, 2)]
    gateways = [asset(f"gateway-0{n}", "cold_chain", kind="gateway") for n in (2, 3, 4)]
    return watch(assets=hub(*thermometers, *meters, *doors, *gateways))


def honest(_kind: str, _look: int, value: float) -> float:
    """The truth."""
    return value


def reports(
    lie: Lie = honest, looks: int = 4 * HOUR, door: range = range(0), wide_open: float = 1.0, seed: int = 8
) -> Iterator[list[Row]]:
    """Readings look by look of a room kept near 4 degC by its true temperature; *door* are looks *wide_open*."""
    rng = np.random.default_rng(seed)
    air, walls, on = 4.0, 4.0, False
    names = [f"t-{n:02d}" for n in range(1, 13)]
    for look in range(looks):
        wide = wide_open if look in door else float(rng.random() < 0.15) * float(rng.random())
        for _ in range(6):
            air += 0.1 * (walls - air) + 0.10 * wide * (20.0 - air) / 10.0 - 0.13 * on + 0.01
            walls += 0.01 * (air - walls) + 0.003
        said = {
            "temperature_c": lie("temperature_c", look, air),
            "compressor_current_a": lie("compressor_current_a", look, 5.0 * on),
            "power_kw": lie("power_kw", look, 2.8 * on),
            "door_open": lie("door_open", look, min(wide, 1.0)),
        }
        at_s = LOOK_S * look + 5.0
        rows = [reading(at_s, name, said["temperature_c"] + 0.05 * float(rng.normal())) for name in names]
        rows.append(reading(at_s, "c-01", said["compressor_current_a"], quantity="compressor_current_a"))
        rows.append(reading(at_s, "p-01", said["power_kw"], quantity="power_kw"))
        rows += [reading(at_s, f"d-0{n}", said["door_open"], quantity="door_open") for n in (1, 2)]
        on = air > 5.0 or (on and air > 3.0)
        yield rows


def setpoint(look: int, setpoint_c: float) -> Row:
    """The controller of chill-1 writes down another setpoint."""
    return controlled(LOOK_S * look + 10.0, "hvac-01", setpoint_c=setpoint_c)
