"""What defenders know of a segmentation."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import small_hub
from twin.lab.drawing import drawing_of
from twin.net.inventory import Inventory
from twin.net.segmentation import Conduit
from twin.policies import POLICIES


def test_every_registered_asset_is_in_its_zone_and_no_other() -> None:
    """Who is in no register is in no drawing."""
    hub = small_hub()
    assets = tuple(replace(asset, registered=asset.name != "coffee-1") for asset in hub.assets)
    inventory = Inventory(assets, hub.demands)
    zones = drawing_of(POLICIES["zones"]().compile(inventory), inventory.register).zones
    assert zones == {asset.name: asset.function for asset in assets if asset.registered}


def test_conduits_and_what_rules_allow_are_drawn() -> None:
    """A named destination outside is drawn to its end, and nothing that is denied is drawn."""
    inventory = small_hub()
    segmentation = POLICIES["zones"]().compile(inventory)
    conduits = drawing_of(segmentation, inventory).conduits
    assert set(segmentation.conduits) <= set(conduits)
    allowed = {Conduit(rule.src, rule.dst, (rule.service,)) for rule in segmentation.rules if rule.action == "allow"}
    assert set(conduits) == set(segmentation.conduits) | allowed
    assert allowed
