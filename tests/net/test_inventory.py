"""Laws of the inventory: numbers, names and groups of assets."""

from __future__ import annotations

from tests.builders import small_hub


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
