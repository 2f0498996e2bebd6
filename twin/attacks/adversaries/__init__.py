"""The adversaries shelf: who chooses what is tried next, one way of choosing a file."""

from twin.attacks.adversaries.base import Adversary
from twin.core.shelf import Shelf

ADVERSARIES: Shelf[Adversary] = Shelf(
    "adversaries",
    {
        "planner": "twin.attacks.adversaries.planner:Planner",
        "staged": "twin.attacks.adversaries.staged:Staged",
        "worm": "twin.attacks.adversaries.worm:Worm",
    },
)
