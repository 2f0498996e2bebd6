"""What an exporter is: a recording in, files that other tools read out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from twin.lab.recording import Recording


class Exporter(ABC):
    """A kind on the exporters shelf.

    ``write`` puts everything under *folder* and gives the files written. Ground truth never goes into a file of the
    observed book: what an attack did stands in side files under ``truth``, by flow identity.
    """

    @abstractmethod
    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write *recording* under *folder*; equal recordings give equal bytes."""

    def left_out(self, recording: Recording) -> dict[str, int]:
        """What of *recording* the files do not hold, in words and by count; nothing where they hold all of it."""
        del recording
        return {}
