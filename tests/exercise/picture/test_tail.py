"""The tail of a table."""

from __future__ import annotations

import numpy as np

from twin.core.log import Log
from twin.exercise.picture.tail import Tail


def test_each_row_comes_once() -> None:
    """What was sealed since the last call, and nothing where nothing was."""
    log = Log()
    tail = Tail(log, "alert")
    assert tail.fresh() is None
    for time_us in (1, 2):
        log.one("alert", time=time_us, alert=time_us, entity="amr-001")
    log.seal(10)
    rows = tail.fresh()
    assert rows is not None
    assert rows["alert"].tolist() == [1, 2]
    assert tail.fresh() is None
    log.one("alert", time=11, alert=3, entity="amr-001")
    log.seal(20)
    rows = tail.fresh()
    assert rows is not None
    assert np.array_equal(rows["alert"], [3])
