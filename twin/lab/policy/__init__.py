"""Policies as an architect reads them: show, diff, check, and who can reach whom.

Each question is a function from names to a value with ``to_json()``; :mod:`twin.lab.policy.show` prints them.

>>> from twin.lab.policy import show_policy
>>> sheet = show_policy("zones", "small")
>>> len(sheet.zones), sheet.network.segmentation.inside
(11, 'allow')
"""

from __future__ import annotations

from twin.lab.policy.check import Review, check_policy
from twin.lab.policy.diff import Difference, diff_policies
from twin.lab.policy.draw import show_and_draw
from twin.lab.policy.path import Answer, find_paths
from twin.lab.policy.sheet import Sheet, show_policy

__all__ = [
    "Answer",
    "Difference",
    "Review",
    "Sheet",
    "check_policy",
    "diff_policies",
    "find_paths",
    "show_and_draw",
    "show_policy",
]
