"""Shorthand: what segments of flows need not spell out, because the streams that made the flows say it again.

A flow's identity is a keyed hash, eight bytes that nothing packs. But a member of a cohort acts once a period, never a
whole period late, so its row's time says which occurrence it is; the source says which few streams can have made it,
and the one whose hash is the flow's is the one that did. The column ``stream`` holds which of its source's streams
that is, from 1; 0 where none is (a single message, a sweep, a source of more than :data:`STREAMS` streams), and the
identity then stays as it is. An opener's port comes from the identity, so only what differs from that is kept.

Sources: S. W. Golomb, Run-length encodings, IEEE Trans. Inf. Theory 12 (1966), for the idea alone: what both ends can
foretell costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from twin.core.chance import Ints, Keys, bits
from twin.core.rows import Array, Columns
from twin.net.channels import Channels
from twin.net.flow_rows import FlowCodes, port_of

STREAMS = 32
"""So many streams of a source are tried; one tried in vain costs some 30 ns a row."""
_PART = 1 << 13
"""Rows that are looked at together: they stay in the processor's cache."""


class FlowShorthand:
    """The shorthand of the flows of *channels*, to which cohorts may be added and none is taken from."""

    derived = frozenset({"flow", "src_port"})
    needs = frozenset({"time", "src", "stream"})

    def __init__(self, channels: Sequence[Channels], codes: FlowCodes) -> None:
        self._channels, self._codes = channels, codes
        self._known = 0
        self._first: Array = np.zeros(2, dtype=np.int32)
        self._order: Array = np.zeros(1, dtype=np.int32)
        self._phase_us, self._period_us = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
        self._keys: Keys = np.zeros(1, dtype=np.uint64)

    def shorten(self, columns: Columns) -> None:
        """Leave identities out where a stream says them, and of ports what the identity says."""
        self._look_up()
        columns["stream"] = np.zeros(len(columns["flow"]), dtype=np.int32)
        for start in range(0, len(columns["flow"]), _PART):
            self._shorten(
                *(columns[name][start : start + _PART] for name in ("src", "time", "flow", "src_port", "stream"))
            )

    def _shorten(self, src: Array, time_us: Ints, flow: Keys, port: Ints, stream: Array) -> None:
        """The same of a few rows: their columns are written over."""
        port -= port_of(flow)
        left: Any = slice(None)
        for number in range(STREAMS):
            guess, there = self._guess(src[left], time_us[left], number)
            right = there & (guess == flow[left])
            stream[left] = right * np.int32(number + 1)
            places = np.arange(len(flow)) if number == 0 else left
            left = places[there & ~right]
            if not len(left):
                break
        flow[stream > 0] = 0

    def extend(self, columns: Columns) -> None:
        """Put identities and ports back."""
        self._look_up()
        stream, flow = columns["stream"], columns["flow"]
        for number in np.unique(stream[stream > 0]).tolist():
            made = (stream == number).nonzero()[0]
            flow[made] = self._guess(columns["src"][made], columns["time"][made], number - 1)[0]
        columns["src_port"] += port_of(flow)

    def _guess(self, src: Array, time_us: Ints, number: int) -> tuple[Keys, Array]:
        """The flow that stream *number* of each source (a name code) made last by *time_us*, and where there is one."""
        code = np.where(src < len(self._first) - 1, src, 0)
        place = self._first[code] + number
        there = (place < self._first[code + 1]) & (code == src)
        member = self._order[np.where(there, place, 0)]
        occurrence = (time_us - self._phase_us[member]) // self._period_us[member]
        return bits(self._keys[member], occurrence), there

    def _look_up(self) -> None:
        """Order the members of all cohorts by their source, those of one source as they were added."""
        if self._known == len(self._channels):
            return
        self._known = len(self._channels)
        beats = [each.beat for each in self._channels]
        self._keys = _joined([beat.streams.keys for beat in beats])
        self._phase_us = _joined([beat.phase_us for beat in beats])
        self._period_us = _joined([beat.period_us for beat in beats])
        code = self._codes.asset[_joined([each.src for each in self._channels])]
        self._order = code.argsort(kind="stable").astype(np.int32)
        self._first = np.zeros(int(code.max()) + 2, dtype=np.int32)
        self._first[1:] = np.bincount(code).cumsum()


def _joined(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
