"""A personal device: there, silent, and in no register."""

from __future__ import annotations

import pytest

from twin.devices.personal_device import PersonalDevice
from twin.lab.build import register
from twin.lab.loader import load_site


def test_it_needs_nothing_that_anybody_knows_of() -> None:
    """No declared need, so no rule of a least-privilege policy names it."""
    assert PersonalDevice.needs == ()


@pytest.mark.parametrize("site", ["small", "standard"])
def test_no_register_of_a_shipped_site_knows_it(site: str) -> None:
    """It has an address and stands at the office's switch, and the defenders have never heard of it."""
    everything = register(load_site(site))
    strays = everything.of_kind("personal_device")
    assert len(strays) == 3
    assert all(one.address and one.switch == "sw-office" for one in strays)
    assert not everything.register.of_kind("personal_device")
