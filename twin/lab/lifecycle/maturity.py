"""Maturity: how well a site looks after its devices, and which doors that leaves open.

A site is ``neglected``, ``average`` or ``managed`` in eleven practices, from the factory password that was changed to
the account that was revoked when somebody left. Each asset draws one number a practice, the same at every level of
maturity, and the level sets the threshold below which the door is open. So what is open on a managed site is open on
an average one, and what is open there on a neglected one: two runs on one seed differ by maturity alone.

What a site file says itself about a group stands: a fact that somebody wrote down is not drawn. A site that is taken
``as_written`` draws nothing.

Sources: NIST SP 800-213A and IR 8259A (credentials, interfaces, update, identity, awareness of assets) and IEC
62443-2-1 for the practices; every share and number of days is a judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

import numpy as np

from twin.core.chance import Streams
from twin.core.elementary import Floats
from twin.devices import DEVICES
from twin.devices.parts.characteristics import ELSEWHERE, Characteristics
from twin.devices.parts.scorecards import scorecard
from twin.lab.naming import asset_names
from twin.lab.scenario import Site
from twin.net.inventory import Asset, Inventory

Maturity = Literal["as_written", "neglected", "average", "managed"]
LEVELS: tuple[Maturity, ...] = ("neglected", "average", "managed")
Trait: TypeAlias = float | str | bool
DAYS_A_YEAR = 365.0


@dataclass(frozen=True)
class Practice:
    """One practice: on what share of assets it is missing at each of :data:`LEVELS`, or the most that time runs on."""

    neglected: float
    average: float
    managed: float
    missing: str

    def at(self, level: Maturity) -> float:
        """The threshold at *level*."""
        return float(getattr(self, level))


PRACTICES: Mapping[str, Practice] = {
    "default_credentials": Practice(0.90, 0.45, 0.03, "the factory password was never changed"),
    "left_on": Practice(0.80, 0.35, 0.02, "services that nobody needs are still on"),
    "firmware_days": Practice(1_800, 540, 90, "days at most since the firmware was new"),
    "unsigned_updates": Practice(0.50, 0.20, 0.02, "it takes firmware whose signature nobody checks"),
    "shared_key": Practice(0.80, 0.50, 0.05, "its key is the key of all of its kind"),
    "key_days": Practice(1_500, 500, 90, "days at most since its key was changed"),
    "unregistered": Practice(0.20, 0.06, 0.01, "the register does not know of it"),
    "former_account": Practice(0.60, 0.25, 0.02, "the account of somebody who left still works"),
    "unlocated": Practice(0.50, 0.20, 0.03, "nobody knows where it stands"),
    "over_privileged": Practice(0.80, 0.40, 0.05, "its account may do more than it needs"),
    "physical_port": Practice(0.95, 0.60, 0.10, "its port is not locked"),
}
"""What is looked after, or is not; each is drawn from the stream ``<asset>/lifecycle/<practice>``."""

FACTS: Mapping[str, str] = {
    "firmware_days": "days since its firmware was new",
    "holes": "critical holes known in its firmware",
    "signed_updates": "takes no firmware without its maker's signature",
    "shared_key": "its key is that of all of its kind",
    "key_days": "days since its key was changed",
    "former_account": "the account of somebody who left still opens it",
    "located": "somebody knows where it stands",
    "over_privileged": "its account may write what it only reads",
}
"""Traits that every kind may have, beside its own: what a life leaves behind."""


def aged(inventory: Inventory, site: Site, seed: int, today: date) -> Inventory:
    """*inventory* as the site's maturity has left it by *today*; itself where the site is taken as written."""
    if site.lifecycle == "as_written":
        return inventory
    names, groups = [asset.name for asset in inventory.assets], asset_names(site)
    number = np.arange(len(names), dtype=np.int64)
    draws = {practice: Streams.of(seed, names, f"lifecycle/{practice}").uniform(number, 0) for practice in PRACTICES}
    assets = tuple(
        _aged(asset, groups[asset.name].traits, site.lifecycle, _of(draws, n), today)
        for n, asset in enumerate(inventory.assets)
    )
    return Inventory(assets, inventory.demands)


def _of(draws: Mapping[str, Floats], number: int) -> dict[str, float]:
    return {practice: float(drawn[number]) for practice, drawn in draws.items()}


def _aged(asset: Asset, written: Mapping[str, Trait], level: Maturity, draw: Mapping[str, float], today: date) -> Asset:
    """*asset* after its life so far; somebody else's stays as it is."""
    kind = DEVICES[asset.kind]
    if kind.outside or kind.characteristics == ELSEWHERE:
        return asset
    open_ = {practice: draw[practice] < PRACTICES[practice].at(level) for practice in PRACTICES}
    facts = _facts(asset, kind.characteristics, level, draw, open_, today)
    left_on = kind.characteristics.left_on if open_["left_on"] else ()
    forgotten = open_["unregistered"] and kind.characteristics.visibility == "passive"
    return replace(
        asset,
        traits={**asset.traits, **facts, **written},
        services=tuple(dict.fromkeys((*asset.services, *left_on))),
        registered=asset.registered and not forgotten,
    )


def _facts(
    asset: Asset, like: Characteristics, level: Maturity, draw: Mapping[str, float], open_: Mapping[str, bool],
    today: date,
) -> dict[str, Trait]:  # fmt: skip
    card = scorecard(asset.vendor)
    oldest = PRACTICES["firmware_days"].at(level if like.patch_days else "neglected")
    days = max(draw["firmware_days"] * oldest, float(card.unsupported_days(today)))
    return {
        "default_credentials": like.ships_default and open_["default_credentials"],
        "firmware_days": days,
        "holes": float(int(days * card.holes_a_year / DAYS_A_YEAR)),
        "signed_updates": card.signs_updates and not open_["unsigned_updates"],
        "shared_key": open_["shared_key"],
        "key_days": draw["key_days"] * PRACTICES["key_days"].at(level),
        "former_account": open_["former_account"] and like.surface != "open",
        "located": not open_["unlocated"],
        "over_privileged": open_["over_privileged"],
        "physical_port": like.surface != "none" and open_["physical_port"],
        **({"cached_admin": open_["over_privileged"]} if asset.traits.get("cached_admin") else {}),
    }


def doors(asset: Asset) -> frozenset[str]:
    """The doors of *asset* that stand open, by name: fewer of them is what maturity buys."""
    facts = asset.traits
    found = {name for name in _YES if facts.get(name)} | {f"service:{service}" for service in asset.services}
    found |= {f"hole:{number}" for number in range(int(float(facts.get("holes", 0))))}
    found |= {door for name, door in _NO.items() if facts.get(name) is False}
    return frozenset(found | ({"unregistered"} if not asset.registered else set()))


_YES = ("default_credentials", "shared_key", "former_account", "over_privileged", "physical_port", "cached_admin")
_NO = {"signed_updates": "unsigned_updates", "located": "unlocated"}
