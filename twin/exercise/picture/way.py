"""The way between two assets of a picture: switches, core and firewall, and where the policy decides over it.

Who has only the picture of a network, a browser's page, asks here; who has the policy itself asks
:mod:`twin.lab.policy.path`, which says the same.

Sources: NIST SP 800-207 (policy enforcement point); the wiring of :mod:`twin.net.topology`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.lab.policy.path import NOBODY


@dataclass(frozen=True)
class Way:
    """``via`` are the places on the way, in order; ``enforced`` is the one that decides."""

    via: tuple[str, ...]
    enforced: str


class Ways:
    """Ways through the network of the still part *header*."""

    def __init__(self, header: Mapping[str, Any]) -> None:
        self._header, assets = header, header["assets"]
        self._switch, self._on_air, self._outside = assets["switches"], assets["on_air"], assets["outside"]
        self._segment = {member: zone["segment"] for zone in header["zones"] for member in zone["members"]}

    def between(self, src: int, dst: int) -> Way:
        """From the asset numbered *src* to *dst*."""
        return Way(self._via(src, dst), self._enforced(src, dst))

    def _via(self, src: int, dst: int) -> tuple[str, ...]:
        near = self._switch[src] == self._switch[dst] and self._apart(src, dst) is False
        if near and not self._on_air[src] and not self._header["inspected"]:
            return (self._switch[src],)
        ends = [("firewall", "internet") if self._outside[one] else (self._switch[one],) for one in (src, dst)]
        return (*reversed(ends[0]), "core", *ends[1])

    def _enforced(self, src: int, dst: int) -> str:
        if self._header["inspected"]:
            return "inspection point"
        if self._outside[src] or self._outside[dst]:
            return "edge firewall"
        if self._apart(src, dst):
            return "core firewall"
        if self._header["inside"] == "deny":
            return f"{'controller' if self._on_air[dst] else 'port of'} {self._switch[dst]}"
        return NOBODY

    def _apart(self, src: int, dst: int) -> bool:
        return bool(self._segment.get(src, "") != self._segment.get(dst, ""))
