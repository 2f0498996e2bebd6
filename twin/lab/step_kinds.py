"""What a step of a story can be: an attack, or an adversary that chooses attacks."""

from __future__ import annotations

from typing import Any

from twin.attacks import ATTACKS
from twin.attacks.adversaries import ADVERSARIES
from twin.core.shelf import Shelf

STEP_KINDS: Shelf[Any] = Shelf("attacks and adversaries", {**ATTACKS.entries, **ADVERSARIES.entries})
