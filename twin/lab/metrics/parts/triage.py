"""Triage as the analysts wrote it down: the rows of those alerts that somebody came to.

Source: ours.
"""

from __future__ import annotations

import numpy as np

from twin.core.log import Columns, Log

UNREAD = "unread"


def begun(log: Log) -> Columns:
    """Rows of ``triage`` in which somebody worked, in order of time; what was left unread is not among them."""
    rows = log.since("triage")
    code = log.names_of("triage").find(UNREAD)
    keep = rows["verdict"] != (-1 if code is None else code)
    return {name: values[keep] for name, values in rows.items()}


def cases_worked(log: Log) -> int:
    """How many cases somebody came to."""
    return len(np.unique(begun(log)["case"]))
