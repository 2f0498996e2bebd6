"""Take away what others would notice it by: drop the table that readings are written to.

A detector is as good as what it is given. Whoever drops the historian's table silences every rule that looks at the
rooms, without a packet to any sensor, gateway or detector: no reading is wrong, there is none. Controllers go on by
what they hear themselves. What gives it away is silence: a table that grew by hundreds of rows an hour grows no more.
Whoever watches for that sees it, and may accuse those who should be heard instead of the one who no longer writes.

Sources: ATT&CK for ICS T0872 (Indicator Removal on Host), T0878 (Alarm Suppression), Enterprise T1685 (Disable or
Modify Tools), T1565.001 (Stored Data Manipulation); NIST SP 800-92, section 5.1 (monitor the monitoring).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar

from twin.attacks.base import Attack, Effect, Foothold, Intent, Result, Say, Seen, Steps, Touch
from twin.net.message import Message, Reply

USER = "administrator"


class LogTampering(Attack):
    """Drop the table of readings, by hand in a held historian or over its database with what a held computer knows."""

    technique: ClassVar[str] = "T0872"
    also: ClassVar[tuple[str, ...]] = ("T0878", "T1685", "T1565.001")
    suits: ClassVar[tuple[str, ...]] = ("historian",)

    def steps(self, foothold: Foothold) -> Steps:
        """One historian after the other."""
        result: Result = "failed"
        for target in foothold.targets:
            if target == foothold.at:
                reply = yield Touch(target, "drop")
            else:
                reply = yield from self._drop(foothold.at, target)
            if isinstance(reply, Reply) and reply.ok:
                yield Effect(target, "effect_start")
                result = "success"
        return result

    def _drop(self, source: str, target: str) -> Generator[Intent, Seen, Seen]:
        """Log in with an administrator's password that lies in *source*, and say one word."""
        read = yield Touch(source, "read_logons")
        if not (isinstance(read, Reply) and read.ok):
            return read
        secret = str(read.payload)
        reply = yield Say(
            Message(source, target, "sql", "login", "readings", user=USER, secret=secret, bytes_out=700, bytes_in=300)
        )
        if not (isinstance(reply, Reply) and reply.ok):
            return reply
        return (yield Say(Message(source, target, "sql", "DROP", "readings", user=USER, bytes_out=500, bytes_in=200)))
