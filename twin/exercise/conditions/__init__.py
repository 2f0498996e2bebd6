"""Conditions: when an inject fires, when a decision opens, and how an objective is rated.

>>> from twin.exercise.conditions import read_condition
>>> str(read_condition("t(decision.isolate) - t(step.scan) <= 20 min and kpi.orders_late < 30"))
't(decision.isolate) - t(step.scan) <= 20 min and kpi.orders_late < 30'
"""

from twin.exercise.conditions.read import read_condition
from twin.exercise.conditions.tree import Facts, Memory, Node, holds

__all__ = ["Facts", "Memory", "Node", "holds", "read_condition"]
