"""Waiting: whether a condition still waits for something to happen at the table.

An inject is **armed** once all that it waits for at the table has happened, other injects and decisions; from then on
only the hub can keep it: a time, an alert, a metric. What must *not* have happened is not waited for.
"""

from __future__ import annotations

from collections.abc import Container

from twin.exercise.conditions import Node
from twin.exercise.conditions.tree import Compared, Happening, Held, Linked

_AT_THE_TABLE = ("inject.", "decision.")


def waits(node: Node, happened: Container[str]) -> bool:
    """Whether *node* cannot hold before something happens at the table that has not *happened*."""
    if isinstance(node, Linked):
        waiting = [waits(part, happened) for part in node.conditions]
        return any(waiting) if node.word == "and" else all(waiting)
    if isinstance(node, Held):
        return waits(node.condition, happened)
    if isinstance(node, Compared | Happening):
        return any(_missing(part, happened) for part in node.parts())
    return False


def _missing(part: Node, happened: Container[str]) -> bool:
    """Whether *part* is undefined, or not true, because something has not happened; a count of nothing is 0."""
    return (
        isinstance(part, Happening)
        and part.ask != "count"
        and part.what.startswith(_AT_THE_TABLE)
        and part.what not in happened
    )
