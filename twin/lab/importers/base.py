"""What an importer is: a file of another tool in, records of the observed book out, one at a time.

An importer is a generator: it holds a line, a packet or what is under way, never the file, so a capture of any size
passes through a small machine. What it cannot use it counts in the account, with the place of the first; what it does
not understand it hands on as a field beside the row. It raises ``BadInput`` only where the whole file is none of its
own, and reads on after everything else.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.columns import Block
from twin.lab.importers.parts.records import FlowRecord, KeptRecord, ReadingRecord
from twin.net.inventory import Asset

Record = FlowRecord | ReadingRecord | KeptRecord


@dataclass(frozen=True)
class Options:
    """What whoever imports knows and the files do not say.

    ``starts`` is the date of time 0 (UTC; None: the second in which the first record lies). ``register`` gives names
    to addresses. ``columns`` says what columns of a process's file are (``{"L_T1": "level_m"}``), ``time_format`` how
    its times are written (as ``strptime``; empty: found out).
    """

    starts: datetime | None = None
    register: tuple[Asset, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    time_format: str = ""


class Importer(ABC):
    """A kind on the importers shelf.

    ``lacks`` names the columns of the flow table that no file of this kind can fill, so that an empty one is not taken
    for "there was none".
    """

    lacks: ClassVar[tuple[str, ...]] = ()

    @classmethod
    @abstractmethod
    def recognises(cls, path: Path) -> bool:
        """Whether *path* looks like this kind, by its first bytes."""

    @abstractmethod
    def records(self, path: Path, options: Options, account: Account) -> Iterator[Record]:
        """Everything in *path*, in the order of the file; what is skipped, unknown or cut short goes to *account*.

        Raises ``BadInput`` where *path* holds nothing of this kind.
        """

    def blocks(self, path: Path, options: Options, account: Account) -> Iterator[Record | Block]:
        """As :meth:`records`, with many records as one block of columns where a kind can read them so: much faster."""
        yield from self.records(path, options, account)
