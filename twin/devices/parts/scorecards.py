"""Scorecards: what is known of a maker before anything of theirs is bought.

Assessment before purchase is the first step of a device's life: how often does the maker publish updates, how many
holes a year become known, how long do they help, and can a device tell their update from anybody else's? A maker
without a scorecard was never assessed, which is the worst score there is.

Sources: NIST IR 8425 and ETSI EN 303 645, provisions 5.2 and 5.3 (disclosure policy, defined support period, signed
updates) for what to ask; the makers are made up, and so are their numbers (judgement).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Scorecard:
    """One maker.

    Days between updates (0: none ever), critical holes that become known a year, last day of support (None: not said,
    and so none), whether devices check a signature, and whether there is somebody to report a hole to.
    """

    update_days: float
    holes_a_year: float
    supported_until: date | None
    signs_updates: bool
    takes_reports: bool

    def unsupported_days(self, today: date) -> int:
        """Days since the end of support; 0 while it lasts. An end that was never said lies far back: ten years."""
        return max(0, (today - self.supported_until).days) if self.supported_until else 3_650

    def words(self) -> Iterator[tuple[str, str]]:
        """Each entry, as people read it."""
        yield "updates", f"every {self.update_days:g} days" if self.update_days else "none"
        yield "critical holes", f"{self.holes_a_year:g} a year"
        yield "supported until", str(self.supported_until or "not said")
        yield "updates signed", "yes" if self.signs_updates else "no"
        yield "takes reports", "yes" if self.takes_reports else "no"


UNASSESSED = Scorecard(0, 5, None, signs_updates=False, takes_reports=False)
"""A maker whom nobody asked: the five holes a year are those of the weekly mistake, ten after two years."""

SCORECARDS: Mapping[str, Scorecard] = {
    "aerodyne": Scorecard(0, 3, date(2018, 12, 31), signs_updates=False, takes_reports=False),
    "brewtech": Scorecard(0, 5, date(2024, 1, 31), signs_updates=False, takes_reports=False),
    "cellwright": Scorecard(60, 2, date(2030, 12, 31), signs_updates=True, takes_reports=True),
    "climatix": Scorecard(365, 3, date(2027, 6, 30), signs_updates=False, takes_reports=True),
    "deskline": Scorecard(30, 6, date(2031, 10, 14), signs_updates=True, takes_reports=True),
    "fieldlink": Scorecard(180, 3, date(2026, 12, 31), signs_updates=False, takes_reports=True),
    "gatewell": Scorecard(180, 3, date(2029, 12, 31), signs_updates=True, takes_reports=True),
    "inkwell": Scorecard(180, 2, date(2028, 12, 31), signs_updates=True, takes_reports=True),
    "lenscape": Scorecard(90, 6, date(2027, 12, 31), signs_updates=True, takes_reports=False),
    "plantsoft": Scorecard(45, 3, date(2032, 12, 31), signs_updates=True, takes_reports=True),
    "probeworks": Scorecard(0, 0, date(2035, 12, 31), signs_updates=False, takes_reports=True),
    "robofleet": Scorecard(90, 4, date(2029, 12, 31), signs_updates=True, takes_reports=True),
    "stockwise": Scorecard(30, 3, date(2033, 12, 31), signs_updates=True, takes_reports=True),
}
"""Makers of the lab's devices by name."""


def scorecard(vendor: str) -> Scorecard:
    """The scorecard of *vendor*; that of nobody where they were never assessed."""
    return SCORECARDS.get(vendor, UNASSESSED)
