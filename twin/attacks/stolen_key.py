"""Read the maker's service key out of a held device, and show it to others.

A key that is the same in every device of a maker is worth as much as all of them: whoever opens one has it. A key of
each device's own, and sessions that need it, make it worth one device, which is held already. A password that was
changed does not help, for the key is another door.

Sources: ATT&CK Enterprise T1552.001 (Credentials In Files), T1550.001 (Application Access Token), T1528 (Steal
Application Access Token), for ICS T0859 (Valid Accounts), T0886 (Remote Services); EMB3D TID-328 (hard-coded
credential, the same in all devices).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Foothold, Say, Steps, Take, Touch, Wait
from twin.net.message import Message, Reply


class StolenKey(Attack):
    """Log in with the key that lies in the device one stands in, and hold what opens."""

    technique: ClassVar[str] = "T1552.001"
    also: ClassVar[tuple[str, ...]] = ("T1550.001", "T1528", "T0859", "T0886")
    takes: ClassVar[bool] = True

    service: Literal["http", "https", "ssh", "robot_api", "rtsp"] = Field(
        "http", description="service to show the key to"
    )
    every_min: float = Field(1, gt=0, le=600, description="minutes between two devices [judgement]")
    limit: int = Field(50, ge=1, le=1_000, description="stop after so many are held")

    def least_s(self, targets: int) -> float:
        """The wait before the first device."""
        del targets
        return 60 * self.every_min

    def steps(self, foothold: Foothold) -> Steps:
        """Read the key, then show it to one device after the other, in an order of the attacker's own."""
        read = yield Touch(foothold.at, "read_key")
        if not (isinstance(read, Reply) and read.ok):
            return "failed"
        key, held = str(read.payload), 0
        for number in foothold.stream.shuffled(0, len(foothold.targets)):
            target = foothold.targets[int(number)]
            if target == foothold.at or held >= self.limit:
                continue
            yield Wait(60 * self.every_min)
            said = Message(
                foothold.at, target, self.service, "login", "api", user="service", secret=key, bytes_out=1_100,
                bytes_in=900,
            )  # fmt: skip
            opened = yield Say(said)
            if isinstance(opened, Reply) and opened.ok:
                yield Take(target)
                held += 1
        return "success" if held else "failed"
