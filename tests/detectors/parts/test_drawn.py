"""Zones and conduits as arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import demand
from tests.watching import hub, watch
from twin.detectors.base import Watch
from twin.detectors.parts.drawn import Drawn, by_function
from twin.detectors.parts.register import Register
from twin.net.segmentation import ANY, Conduit

ZONES = {asset.name: asset.function for asset in hub()}
_ENDS = st.sampled_from([*sorted(set(ZONES.values())), "ws-01", "dc-01", ANY])
_SERVICES = st.sampled_from(["smb", "dns", ANY])


def _codes(seen: Watch, *words: str) -> np.ndarray:
    return seen.names.codes(words)


@given(
    st.lists(st.builds(lambda src, dst, service: Conduit(src, dst, (service,)), _ENDS, _ENDS, _SERVICES), max_size=6)
)
def test_a_conduit_carries_what_its_ends_and_services_mean(conduits: list[Conduit]) -> None:
    """As three comparisons of words say it, for every form of end."""
    seen = watch(zones=ZONES, conduits=tuple(conduits))
    drawn = Drawn(Register(seen), seen)
    for src, dst, service in [("ws-01", "dc-01", "smb"), ("ws-02", "dc-01", "dns"), ("coffee-01", "ws-01", "smb")]:
        expected = any(
            c.src in (src, ZONES[src], ANY) and c.dst in (dst, ZONES[dst], ANY) and c.services[0] in (service, ANY)
            for c in conduits
        )
        carried = drawn.carries(_codes(seen, src), _codes(seen, dst), _codes(seen, service))
        assert carried.tolist() == [expected]


def test_only_who_is_in_a_zone_is_apart() -> None:
    """Neighbours are not, nor is who is in no register or in no zone."""
    seen = watch(zones={"ws-01": "office", "ws-02": "office", "dc-01": "identity"})
    register = Register(seen)
    drawn = Drawn(register, seen)
    numbers = register.numbers(_codes(seen, "ws-01", "ws-02", "dc-01", "coffee-01", "stranger"))
    assert drawn.apart(np.repeat(numbers[0], 5), numbers).tolist() == [False, False, True, False, False]


def test_without_a_drawing_needs_between_functions_are_conduits() -> None:
    """All services of one pair of functions in one conduit, in order."""
    seen = watch([demand("ws-01", "dc-01", "smb"), demand("ws-02", "dns-01", "dns"), demand("ws-03", "dc-01", "smb")])
    zones, conduits = by_function(seen)
    assert zones == ZONES
    assert conduits == (Conduit("office", "identity", ("dns", "smb")),)


def test_ends_that_nobody_knows_carry_nothing() -> None:
    """A conduit of another site."""
    seen = watch(zones=ZONES, conduits=(Conduit("harbour", "identity", (ANY,)),))
    drawn = Drawn(Register(seen), seen)
    assert not drawn.carries(_codes(seen, "ws-01"), _codes(seen, "dc-01"), _codes(seen, "smb"))[0]
