"""Firmware: an image that somebody sends to a device, and what comes with it.

A device that checks its maker's signature takes nothing else. The signature says who made an image, and not what is in
it: whoever holds the maker's key, or sits in the maker's build, signs what they like.

Sources: NIST SP 800-193 (platform firmware resiliency: authenticated updates); RFC 9019 (an architecture for firmware
updates: signed manifests).
"""

from __future__ import annotations

from typing import NamedTuple


class Firmware(NamedTuple):
    """An image: whether its maker's key *signed* it, how long a restart takes (s), and whether a door is built in."""

    signed: bool = True
    restart_s: float = 180.0
    implant: bool = False
