"""A live hub under attack, with its gallery, for tests of pictures: played once a module, in steps."""

from __future__ import annotations

from typing import Any

from twin.core.log import Columns, Log
from twin.core.names import Names
from twin.core.records import RECORDS
from twin.core.units import MINUTE_US, SECOND_US
from twin.exercise.picture.gallery import Gallery
from twin.lab.live import Live
from twin.lab.loader import load_inputs

STORY, POSTURE, HOURS = "compromised-robot", "zones", 0.5


def live(story: str = STORY, posture: str = POSTURE, seed: int = 1, hours: float = HOURS) -> Live:
    """The small hub at its start."""
    inputs = load_inputs(story, posture, None, (), hours)
    return Live(inputs.site, inputs.story, inputs.posture, seed)


def played(minutes: float, every_s: float = 20.0, **which: Any) -> tuple[Live, Gallery]:
    """A hub that was looked at every *every_s* seconds, and stands at *minutes*."""
    hub = live(**which)
    gallery = Gallery(hub)
    end_us = round(minutes * MINUTE_US)
    while hub.now_us < end_us:
        hub.advance(min(end_us, hub.now_us + round(every_s * SECOND_US)))
        gallery.pictures()
    return hub, gallery


class Blind:
    """A log of which the truth book must not even be asked for."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def rows(self, table: str) -> int:
        """Rows of an observed *table*."""
        return self._of(table).rows(table)

    def since(self, table: str, start: int = 0) -> Columns:
        """Rows of an observed *table*."""
        return self._of(table).since(table, start)

    def names_of(self, table: str) -> Names:
        """Names of the observed book."""
        return self._of(table).names_of(table)

    def _of(self, table: str) -> Log:
        assert RECORDS[table].book == "observed", f"{table} is truth"
        return self._log
