"""Views and pictures, put up once a version, for everybody who looks.

A view is made once, whoever many look at it, and written only where it changed. Something that happened is put up at
once, but never more than four times a second; while only the clock goes on, twice a second is enough.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from typing import Any

from twin.exercise.host.table import Table
from twin.exercise.store.store import Store

_LOG = logging.getLogger(__name__)

SOONEST_S = 0.25
QUIET_S = 0.5


class Board:
    """What was put up last, and when."""

    def __init__(self, store: Store, exercise: str, holder: str) -> None:
        self._store, self._exercise, self._holder = store, exercise, holder
        self._shown: dict[str, bytes] = {}
        self._seq, self._sim_us, self._at_s = -1, -1, float("-inf")
        self._draws = True
        self._untold: set[str] = set()

    def show(self, table: Table, now_s: float) -> bool:
        """Put up what has changed, where it is time to; *now_s* ticks. Whether something was put up."""
        happened = len(table.events) != self._seq
        moved = table.now_us != self._sim_us
        if not (happened or moved) or now_s - self._at_s < (SOONEST_S if happened else QUIET_S):
            return False
        drawn = self._views(table) | self._pictures(table)
        changed = {key: body for key, body in drawn.items() if self._is_new(key, body)}
        self._store.put_views(self._exercise, self._holder, changed, table.now_us)
        self._seq, self._sim_us, self._at_s = len(table.events), table.now_us, now_s
        return True

    def _views(self, table: Table) -> dict[str, bytes]:
        """The views; one that JSON cannot hold stays as it was, for the others' play does not hang on it."""
        made = {}
        for seat, view in table.views():
            try:
                made[f"seat:{seat}"] = _json(view)
            except (ValueError, TypeError, RecursionError):
                if seat not in self._untold:
                    _LOG.exception("the view of %s in %s is no JSON", seat, self._exercise)
                self._untold.add(seat)
        return made

    def _pictures(self, table: Table) -> dict[str, bytes]:
        """The pictures; one that cannot be drawn stays as it was, for play does not hang on it."""
        try:
            return {f"picture:{name}": body for name, body in table.pictures().items()}
        except Exception:  # noqa: BLE001 - whatever a drawing fails at, the room goes on
            if self._draws:
                _LOG.exception("the pictures of %s cannot be drawn", self._exercise)
            self._draws = False
            return {}

    def _is_new(self, key: str, body: bytes) -> bool:
        digest = hashlib.sha256(body).digest()
        known, self._shown[key] = self._shown.get(key), digest
        return known != digest


def _json(view: Mapping[str, Any]) -> bytes:
    return json.dumps(view, allow_nan=False, separators=(",", ":"), ensure_ascii=False).encode()
