"""The ClientHello: one size, the maker's own words."""

from __future__ import annotations

import pytest

from twin.net.wire import hello
from twin.net.wire.said import Said, WireEnds
from twin.net.wire.stacks import STACKS


@pytest.mark.parametrize("maker", [*STACKS, "x" * 31])
@pytest.mark.parametrize("old", [False, True])
def test_every_maker_s_hello_has_one_size(maker: str, *, old: bool) -> None:
    """With the longest name and the shortest, with and without an application protocol."""
    for name in ("a", "x" * 63):
        for alpn in ("", "http/1.1"):
            made = hello.client_hello(Said(dst=name, vendor=maker), alpn, resumed=not old, old=old)
            assert len(made) == hello.BYTES
            assert int.from_bytes(made[3:5], "big") == hello.BYTES - 5


def test_an_old_client_offers_nothing_of_tls_1_3() -> None:
    """No suite that begins with 0x13 and no supported versions."""
    made = hello.client_hello(Said(vendor="deskline"), "", resumed=False, old=True)
    assert b"\x13\x01" not in made[76:130]
    assert b"\x00\x2b\x00\x05\x04\x03\x04\x03\x03" not in made


def test_a_hello_that_resumes_ends_with_the_key_that_was_shared() -> None:
    """RFC 8446, section 4.2.11: the pre-shared key is the last extension."""
    said = Said(vendor="deskline", flow=7)
    assert hello.client_hello(said, "").endswith(said.noise("binder", 32))
    assert said.noise("binder", 32) not in hello.client_hello(said, "", resumed=False)


def test_a_service_outside_is_called_by_its_public_name() -> None:
    """And one inside by its name in the hub."""
    outside = hello.client_hello(Said(dst="cloud", ends=WireEnds(public_name="cloud.example")), "")
    assert b"\x00\x00\x0dcloud.example" in outside
    assert b"\x00\x00\x06wms-01" in hello.client_hello(Said(dst="wms-01"), "")
