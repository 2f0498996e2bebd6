"""Radio: what becomes of a controller's air when somebody, or nobody, disturbs some of its cells.

The cells of one wireless controller are one link, and its clients roam among them: a frame is as likely in one cell as
in the next. So a disturbance that destroys a share of the frames in some of the cells destroys the mean of it over all
of them. A fluid link has one way to lose a share for good, which is to be offered more than it carries; noise that
fills the air does just that: air time that is taken is capacity that is gone.

Sources: W. Xu et al., The feasibility of launching and detecting jamming attacks in wireless networks, ACM MobiHoc
2005 (constant jammers take the air); IEEE 802.11w-2009 (protected management frames). That clients spread evenly over
cells is a judgement.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Way = Literal["noise", "deauth", "reboot"]
MOST = 0.999
"""No disturbance destroys every frame."""


class Disturbance(NamedTuple):
    """What happens in one cell: the *lost* share of its frames, and how; 0 ends the one that *token* names."""

    way: Way
    lost: float
    token: int = 0


def combined(shares: Iterable[float]) -> float:
    """Share of a cell's frames that is destroyed by causes that know nothing of each other."""
    lost = 0.0
    for share in sorted(shares):
        lost += share * (1.0 - lost)
    return lost


def lost_share(cells: list[float]) -> float:
    """Share of all frames that is destroyed, for the share in each cell."""
    return min(MOST, sum(cells) / len(cells)) if cells else 0.0


def taken_bps(lost: float, capacity_bps: float) -> int:
    """What must fill a link of *capacity_bps* so that it loses *lost* of what it is offered, bit/s."""
    return round(capacity_bps / (1.0 - lost)) if lost > 0.0 else 0
