"""Laws of the inventory: numbers, names and groups of assets."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import small_hub
from twin.net.inventory import Inventory


def test_numbers_count_assets_in_the_register_s_order() -> None:
    """The tables of the network use these numbers."""
    hub = small_hub()
    assert [hub.assets[hub.index[asset.name]] for asset in hub.assets] == list(hub.assets)
    assert sorted(hub.index.values()) == list(range(len(hub.assets)))


def test_assets_are_found_by_name_kind_and_function() -> None:
    """Three questions that everybody asks."""
    hub = small_hub()
    assert hub.by_name["dc-01"].function == "identity"
    assert [asset.name for asset in hub.of_kind("camera")] == ["camera-01", "camera-02"]
    assert [asset.name for asset in hub.of_function("cold_chain")] == ["gateway-1", "sensor-1"]


def test_the_register_lacks_what_nobody_registered() -> None:
    """Neither the asset nor any need of or towards it is known to defenders; all else is."""
    hub = small_hub()
    assert hub.register is hub
    hidden = {"camera-01"}
    assets = tuple(replace(asset, registered=asset.name not in hidden) for asset in hub.assets)
    register = Inventory(assets, hub.demands).register
    assert {asset.name for asset in hub.assets} - {asset.name for asset in register.assets} == hidden
    kept = [demand for demand in hub.demands if not hidden & {demand.src, demand.dst}]
    assert list(register.demands) == kept
    assert len(kept) < len(hub.demands)
