"""Characteristics: what a kind of device is like to look after, beside an ordinary computer.

Endpoint security was made for machines that run an agent, are patched every month and may be restarted at night. Most
things in a hub are none of that. Each kind says how it is in six columns, so that who plans a defence need not guess:
where no agent can run only the network sees it, where no minute may be lost a patch waits, where a port is in reach the
network is not the only way in.

Sources: NIST IR 8259 and 8259A (why devices differ from conventional computers; capabilities to ask for); NIST SP
800-82 r3, section 2.4 (availability, long lifetimes, and patching in operation); the days and minutes are judgements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Surface = Literal["none", "panel", "port", "open"]
Visibility = Literal["agent", "passive", "none"]


@dataclass(frozen=True)
class Characteristics:
    """One row of the table.

    ``agent``: security software can run on it. ``patch_days``: days between two patches as its owners manage in the
    field; 0 where it cannot be patched at all. ``ships_default``: it comes with a password that is in its manual.
    ``surface``: what somebody who stands before it finds: nothing, a panel, a port, or the whole thing open.
    ``visibility``: what a defender sees of it. ``downtime_min``: minutes without it that a shift does not notice.
    ``left_on``: services that come switched on and that nobody needs.
    """

    agent: bool
    patch_days: float
    ships_default: bool
    surface: Surface
    visibility: Visibility
    downtime_min: float
    left_on: tuple[str, ...] = ()

    def words(self) -> Iterator[tuple[str, str]]:
        """Each column with its value, as people read it."""
        yield "agent", "can run one" if self.agent else "cannot run one"
        yield "patches", f"every {self.patch_days:g} days" if self.patch_days else "never"
        yield "default password", "comes with one" if self.ships_default else "comes without"
        yield "physical surface", {"none": "behind a door", "open": "open to everybody"}.get(self.surface, self.surface)
        seen = {"agent": "by its agent", "passive": "by its traffic alone", "none": "not at all"}
        yield "visible", seen[self.visibility]
        yield "downtime borne", f"{self.downtime_min:g} min" if self.downtime_min else "none"
        yield "left on", ", ".join(self.left_on) or "nothing"


SERVER = Characteristics(True, 30, False, "none", "agent", 15)
"""A server in a locked room, with somebody who looks after it."""
DESKTOP = Characteristics(True, 30, False, "port", "agent", 60)
"""A computer on a desk."""
THING = Characteristics(False, 365, True, "port", "passive", 240, ("telnet",))
"""A small thing with a network stack, which does its work whether or not anybody thinks of it."""
CONTROLLER = Characteristics(False, 730, True, "port", "passive", 2, ("telnet",))
"""What keeps a process going: it is patched when the process stands, and the process does not stand."""
ROBOT = Characteristics(False, 180, True, "port", "passive", 5, ("telnet",))
"""A machine among many of its kind, each of which can be missed for a moment."""
SENSOR = Characteristics(False, 0, False, "open", "none", 2)
"""A probe on a serial bus: nothing runs on it, and nothing but its gateway hears it."""
APPLIANCE = replace(THING, surface="none", ships_default=False, left_on=())
"""A thing in a rack: as hard to patch, and out of reach."""
ELSEWHERE = Characteristics(False, 0, False, "none", "none", 60)
"""Somebody else's machine, which nobody here looks after."""
