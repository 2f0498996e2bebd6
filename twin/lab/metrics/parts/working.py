"""Reading how the hub worked: cycles of orders, what queues held, how robots spent their time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Log
from twin.core.units import Us


def order_cycles_us(log: Log) -> Ints:
    """Time from arrival to completion (microseconds) of each order that is done, in order of completion."""
    done, arrived = log.since("order_out"), log.since("order_in")
    by_number = np.argsort(arrived["order"], kind="stable")
    row = by_number[np.searchsorted(arrived["order"], done["order"], sorter=by_number)]
    cycles_us: Ints = done["time"] - arrived["time"][row]
    return cycles_us


def mean_held(log: Log, queue: str, lines: Sequence[str]) -> float | None:
    """Mean number in *lines* of all queues whose names begin with *queue*; None where there is no such queue."""
    shares = [
        _mean(row) for row in log.records("queue_time") if row["queue"].startswith(queue) and row["line"] in lines
    ]
    return sum(shares) if shares else None


def share_held(log: Log, queue: str, line: str) -> float | None:
    """Mean number in *line* for each queue whose name begins with *queue*; None where there is no such queue."""
    held = mean_held(log, queue, (line,))
    count = len({row["queue"] for row in log.records("queue_time") if row["queue"].startswith(queue)})
    return held / count if held is not None else None


def _mean(row: dict[str, Us]) -> float:
    return row["members_us"] / row["time"] if row["time"] else 0.0


def robot_time_us(log: Log) -> dict[str, Us]:
    """Robot time (microseconds) by activity, all robots together."""
    rows = log.since("robot_time")
    activities = np.array(log.texts("robot_time", "activity"))
    return {str(activity): int(rows["spent_us"][activities == activity].sum()) for activity in np.unique(activities)}
