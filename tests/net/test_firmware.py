"""Firmware: what an image is unless somebody says otherwise."""

from __future__ import annotations

from twin.net.firmware import Firmware


def test_an_image_is_its_maker_s_and_honest() -> None:
    """Signed, with no door built in, and a restart of some minutes."""
    image = Firmware()
    assert (image.signed, image.implant) == (True, False)
    assert 60 <= image.restart_s <= 600
