"""A capture's packets as records, whichever format they were framed in, and the one capture in a folder.

Packets are numbered within their file, and so are conversations; of several captures in a folder none is chosen.

Sources: those of :mod:`twin.lab.importers.parts.dissect` and :mod:`twin.lab.importers.parts.conversations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.conversations import Conversations
from twin.lab.importers.parts.dissect import LINKS, Segment, Undissected, segment
from twin.lab.importers.parts.frames import Frame, in_time
from twin.lab.importers.parts.records import FlowRecord
from twin.lab.importers.parts.services import Services
from twin.net.inventory import Asset

_ENDINGS = (".pcap", ".pcapng", ".cap", ".pcap.gz", ".pcapng.gz", ".cap.gz")
_MOST_NAMED = 8


def captures(path: Path) -> list[Path]:
    """*path* itself, or the captures under it in order of name."""
    if not path.is_dir():
        return [path] if path.is_file() else []
    return [file for file in sorted(path.rglob("*")) if file.name.endswith(_ENDINGS) and file.is_file()]


def one_capture(path: Path) -> Path:
    """*path* itself, or the only capture under it. Raises ``BadInput`` where there is none, or more than one."""
    found = captures(path) if path.is_dir() else [path]
    if not found:
        message = f"holds no file that ends in {', '.join(_ENDINGS)}."
        raise BadInput([Fault(Place(str(path)), "empty-file", message, "name a capture, or a folder with one in it")])
    if len(found) > 1:
        names = ", ".join(str(file.relative_to(path)) for file in found[:_MOST_NAMED])
        more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        message = f"holds {len(found)} captures: {names}{more}."
        remedy = "name one of them, or join them first: mergecap -w whole.pcapng FILES"
        raise BadInput([Fault(Place(str(path)), "bad-value", message, remedy)])
    return found[0]


def conversations(
    frames: Iterable[Frame], path: Path, register: Iterable[Asset], account: Account
) -> Iterator[FlowRecord]:
    """The conversations in *frames* of *path*. Raises ``BadInput`` where no packet gives one."""
    found, packets, read = Conversations(Services(register), account), 0, 0
    for frame in frames:
        packets += 1
        try:
            seen = _segment(frame)
        except Undissected as error:
            remedy = "" if frame.link in LINKS else _known_links()
            account.skip(Place(f"{path}: packet {frame.number}"), error.code, str(error), remedy=remedy)
        else:
            read += 1
            yield from found.take(frame.number, frame.epoch_us, frame.tap, seen)
    account.take_many("packets", read, {}, {})
    yield from found.finish()
    if not account.records:
        raise BadInput([_nothing(path, packets, account)])


def _segment(frame: Frame) -> Segment:
    """What *frame* says. Raises ``Undissected``."""
    if frame.link not in LINKS:
        raise Undissected("unknown-word", f"link type {frame.link} is none that the lab understands")
    if not in_time(frame):
        raise Undissected("out-of-range", "a packet's time is after the year 9999 or before 1970")
    return segment(frame.link, frame.raw)


def _known_links() -> str:
    return f"known: {', '.join(f'{number} ({name})' for number, name in LINKS.items())}"


def _nothing(path: Path, packets: int, account: Account) -> Fault:
    if account.skipped:
        return account.skipped[0].first
    if account.partial:
        return account.partial[0]
    return Fault(Place(str(path)), "empty-file", f"holds {packets} packets.", "name a capture with packets in it")
