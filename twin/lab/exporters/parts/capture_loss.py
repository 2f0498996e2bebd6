"""Capture loss: what each tap says about itself, in the words of Zeek's ``capture_loss.log``.

Zeek measures gaps in what was acknowledged; the lab's taps count packets at their port, so ``acks`` are the packets
that were mirrored, ``gaps`` those of them that were lost. A tap that is off writes lines with 0 packets: nothing lost
of nothing is how a dead mirror looks there too.

Sources: Zeek manual, policy/misc/capture-loss (CaptureLoss::Info: ts, ts_delta, peer, gaps, acks, percent_lost).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from twin.lab.exporters.parts.zeek_columns import Value
from twin.lab.recording import Recording


class LossField(NamedTuple):
    """One column of ``capture_loss.log``: a function of a row of ``tap_health``, whose time is since 1970."""

    name: str
    type: str
    fill: Callable[[dict[str, Any]], Value]


CAPTURE_LOSS = (
    LossField("ts", "time", lambda row: row["time"]),
    LossField("ts_delta", "interval", lambda row: row["span_us"]),
    LossField("peer", "string", lambda row: row["tap"]),
    LossField("gaps", "count", lambda row: row["dropped"]),
    LossField("acks", "count", lambda row: row["offered"]),
    LossField("percent_lost", "double", lambda row: 100.0 * row["share"]),
)


def capture_losses(recording: Recording) -> Iterator[tuple[int, list[Value]]]:
    """Time and line of every report, in order of time."""
    offset_us = recording.epoch_us(0)
    for row in recording.rows("tap_health"):
        yield row["time"], [column.fill(row | {"time": offset_us + row["time"]}) for column in CAPTURE_LOSS]
