"""``twin inventory RUN_DIR``: what passive monitoring finds on the network, beside the register and the truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twin.lab.inventory.discovery import Discovery


def take_inventory(folder: Path, *, truth: bool = False) -> Discovery:
    """The inventory of a run's folder; with *truth*, how right its guesses are.

    Raises :class:`~twin.core.errors.BadInput` where *folder* holds no run.
    """
    from twin.lab.inventory.discovery import discover
    from twin.lab.recording import Recording

    return discover(Recording.read(folder), truth=truth)
