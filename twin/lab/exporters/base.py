"""What an exporter is: a finished log in, files that other tools read out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from twin.core.log import Log


class Exporter(ABC):
    """A kind on the exporters shelf.

    ``write`` puts everything under *folder* and gives the files written. Ground truth never goes into a file of the
    observed book.
    """

    @abstractmethod
    def write(self, log: Log, folder: Path) -> list[Path]:
        """Write *log* under *folder*; equal logs give equal bytes."""
