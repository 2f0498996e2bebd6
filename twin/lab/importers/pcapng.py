"""Packet capture in the next-generation format: conversations out of whole packets, and the tap that saw them.

As ``pcap``; an interface's name is the tap. Sections, several interfaces and their time resolutions are understood.

Sources: "PCAP Next Generation (pcapng) Capture File Format", draft-ietf-opsawg-pcapng; those of
:mod:`twin.lab.importers.parts.conversations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from twin.lab.importers.base import Importer, Options, Record
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.capture import captures, conversations, one_capture
from twin.lab.importers.parts.frames import PCAPNG_MAGIC, pcapng_frames
from twin.lab.importers.parts.lines import head_of


class Pcapng(Importer):
    """Packet capture, next generation: a file, plain or gzip, or a folder with one in it."""

    lacks: ClassVar[tuple[str, ...]] = ("action", "rule")

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """A section header."""
        found = captures(path)[:1]
        return any(head_of(file, 4) == PCAPNG_MAGIC for file in found)

    def records(self, path: Path, options: Options, account: Account) -> Iterator[Record]:
        """Every conversation, when it ends."""
        file = one_capture(path)
        yield from conversations(pcapng_frames(file, account), file, options.register, account)
