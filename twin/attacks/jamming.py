"""Take robots' radio away: with noise, or with forged frames that tell them to leave.

It needs no foothold and no password, only somebody in radio range, so no segmentation has anything to say about it.
Forged "deauthentication" frames are believed by networks without protected management frames; noise needs nobody's
belief. Robots stop where their released base ends, last wills come in a burst, and nothing was ever inside.

An access point that restarts looks the same to a robot. What tells them apart is on the access point's own wire: after
a restart it asks for its lease again.

Sources: ATT&CK for ICS T1695.003 (Block Communications: Wi-Fi), T0860 (Wireless Compromise), T0815 (Denial of View),
T0826 (Loss of Availability), T0813 (Denial of Control); IEEE 802.11w-2009; W. Xu et al., ACM MobiHoc 2005. The share of
frames that is lost is a judgement.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Intent, Seen, Steps, Touch, Wait
from twin.net.message import Reply
from twin.net.radio import MOST, Disturbance, Way


class Jamming(Attack):
    """Disturb the radio cells of access points, by hand and near by."""

    technique: ClassVar[str] = "T1695.003"
    also: ClassVar[tuple[str, ...]] = ("T0860", "T0815", "T0826", "T0813")
    by_hand: ClassVar[bool] = True
    suits: ClassVar[tuple[str, ...]] = ("access_point",)

    way: Way = Field("noise", description="noise, forged deauthentication, or nobody: the access point restarts")
    lost: float = Field(0.95, gt=0, le=MOST, description="share of the frames in a cell that is destroyed [judgement]")
    minutes: float = Field(10, gt=0, le=1_000, description="how long it lasts")

    @property
    def benign(self) -> bool:
        """A restart is nobody's attack."""
        return self.way == "reboot"

    def least_s(self, targets: int) -> float:
        """As long as it lasts."""
        del targets
        return 60 * self.minutes

    def steps(self, foothold: Foothold) -> Steps:
        """In all cells at once, for a while, and then no more."""
        disturbed = []
        for target in foothold.targets:
            reply = yield Touch(target, "disturb", payload=Disturbance(self.way, self.lost))
            if isinstance(reply, Reply) and reply.ok:
                disturbed.append((target, int(reply.payload or 0)))
                yield from self._tell(target, begins=True)
        if not disturbed:
            return "failed"
        yield Wait(60 * self.minutes)
        for target, token in disturbed:
            yield Touch(target, "disturb", payload=Disturbance(self.way, 0.0, token))
            yield from self._tell(target, begins=False)
        return "success"

    def _tell(self, target: str, *, begins: bool) -> Generator[Intent, Seen, None]:
        """A restart has no place in the book of attacks."""
        if not self.benign:
            yield Effect(target, "effect_start" if begins else "effect_end")
