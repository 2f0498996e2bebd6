"""Unknowns: what each detector needs to know or to read, and what it says where that is missing.

A hindrance keeps a detector from running; a limit leaves it running with less. Detectors of other tables' making that
are not listed here are just run.

Sources: the modules of the detectors, which say what they learn before a run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from twin.detectors.base import Watch
from twin.lab.importers.parts.assets import UNKNOWN_KIND
from twin.net.inventory import Asset

MOST_ASSETS = 2_000_000
"""Detectors pack pairs of assets into 64 bits, 21 bits each."""
_LOOK_FOR_STRANGERS = ("unknown_asset",)
_NO_NEEDS = "no declared needs are known (name the site, so that its devices' needs are)"


@dataclass(frozen=True)
class Known:
    """What defenders know, which observed tables have rows, and whether enforcement points' verdicts are in them.

    ``lacks`` names columns of flows that whoever recorded them could not fill.
    """

    watch: Watch
    tables: tuple[str, ...]
    verdicts: bool = True
    lacks: tuple[str, ...] = ()

    def has(self, *tables: str) -> bool:
        """Whether one of *tables* has a row."""
        return any(table in self.tables for table in tables)

    def any_asset(self, fits: Callable[[Asset], bool]) -> bool:
        """Whether the register has an asset that *fits*."""
        return any(fits(asset) for asset in self.watch.inventory.assets)


def knowledge_of(kind: str, watch: Watch) -> Watch:
    """*watch* as a detector of *kind* must have it: who looks for strangers is not told of those that were seen."""
    if kind not in _LOOK_FOR_STRANGERS:
        return watch
    assets = tuple(each for each in watch.inventory.assets if each.kind != UNKNOWN_KIND or each.function == "internet")
    return replace(watch, inventory=replace(watch.inventory, assets=assets))


def hindrance(kind: str, known: Known) -> str:
    """Why a detector of *kind* cannot work; empty where it can."""
    return next((reason for holds, reason in _HINDRANCES.get(kind, ()) if not holds(known)), "")


def limits(kind: str, known: Known) -> str:
    """What a detector of *kind* has to do without; empty where it is nothing."""
    return "; ".join(reason for holds, reason in _LIMITS.get(kind, ()) if not holds(known))


def _flows(known: Known) -> bool:
    return known.has("flow")


def _few_assets(known: Known) -> bool:
    return len(known.watch.inventory.assets) < MOST_ASSETS


def _needs(known: Known) -> bool:
    return bool(known.watch.inventory.demands)


def knows_kinds(known: Known) -> bool:
    """Whether the register says of anybody inside what it is for."""
    return known.any_asset(lambda asset: bool(asset.function) and asset.function != "internet")


def _drawing(known: Known) -> bool:
    return bool(known.watch.zones)


def _known_assets(known: Known) -> bool:
    return known.any_asset(lambda asset: asset.kind != UNKNOWN_KIND)


def _thermometers(known: Known) -> bool:
    return known.any_asset(
        lambda a: bool(a.area and a.traits.get("gateway")) and a.traits.get("measures") == "temperature_c"
    )


def _reporters(known: Known) -> bool:
    return known.any_asset(lambda asset: "measures" in asset.traits or asset.kind == "amr")


_Check = tuple[Callable[[Known], bool], str]
_READS_FLOWS: _Check = (_flows, "the recording has no flows")
_READS_READINGS: _Check = (lambda known: known.has("reading"), "the recording has no readings")
_READS_SOMETHING: _Check = (
    lambda known: known.has("flow", "reading", "robot_state"),
    "the recording has neither flows nor readings nor robots' reports",
)
_FITS: _Check = (_few_assets, "the register has more than two million assets")
_THERMOMETERS: _Check = (_thermometers, "no thermometers with a room and a gateway are in the register")
_HINDRANCES: Mapping[str, tuple[_Check, ...]] = {
    "allow_list": (_READS_FLOWS, _FITS, (_needs, _NO_NEEDS)),
    "anomaly": (_READS_SOMETHING,),
    "beacon": (_READS_FLOWS, _FITS),
    "bus_forensics": (
        (lambda known: known.has("bus"), "the recording has no tap on a serial bus"),
        (lambda known: known.has("reading", "flow"), "the recording has nothing that a gateway published"),
    ),
    "chi_square": (_READS_READINGS, _THERMOMETERS),
    "cusum": (_READS_READINGS, _THERMOMETERS),
    "class_baseline": (_READS_FLOWS, _FITS, (knows_kinds, "no kinds and functions of assets are known")),
    "dns": (_READS_FLOWS, _FITS),
    "encrypted": (_READS_FLOWS, _FITS, (_needs, _NO_NEEDS)),
    "federated": (_READS_SOMETHING,),
    "new_contact": (_READS_FLOWS, _FITS),
    "physical_residual": (
        (lambda known: known.has("reading", "robot_state"), "the recording has neither readings nor robots' reports"),
        (_reporters, "neither sensors nor robots are in the register"),
    ),
    "scan": (_READS_FLOWS, _FITS),
    "tap_health": ((lambda known: known.has("tap_health"), "the recording has no tap's report of itself"),),
    "sensor_fusion": (_READS_READINGS, _THERMOMETERS),
    "sigma": ((lambda known: bool(known.tables), "the recording has no observed rows"),),
    "unknown_asset": (_READS_FLOWS, (_known_assets, "no register was given, so everybody is a stranger")),
    "volume": (_READS_FLOWS,),
    "zone_crossing": (_READS_FLOWS, _FITS, (knows_kinds, "no functions of assets are known"), (_needs, _NO_NEEDS)),
}
_LIMITS: Mapping[str, tuple[_Check, ...]] = {
    "bus_forensics": (
        (lambda known: known.has("reading"), "published values are judged only where a tap saw them in the open"),
    ),
    "sensor_fusion": (
        (lambda known: bool(known.watch.rooms), "no bands of rooms are known: setpoints and alarms are not judged"),
        (lambda known: known.has("control"), "no controller's word is recorded: thermostats are not judged"),
    ),
    "beacon": ((_needs, "every regular call outside counts, because no declared needs are known"),),
    "dns": ((_needs, "every resolver outside counts, because no declared needs are known"),),
    "physical_residual": (
        (lambda known: bool(known.watch.rooms), "no bands of rooms are known: rooms are not judged"),
    ),
    "sigma": (
        (knows_kinds, "rules find nobody by kind or function, and except nobody by them, because none is known"),
        (lambda known: known.verdicts, "rules on what was denied match nothing, because no verdict is recorded"),
    ),
    "zone_crossing": ((_drawing, "judged by the functions of assets, because no drawing of zones is known"),),
    "class_baseline": ((_needs, "it learns first, because no declared needs are known"),),
    "volume": ((_needs, "judged by peers and the least bytes alone, because no declared needs are known"),),
}
