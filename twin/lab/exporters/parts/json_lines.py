"""JSON lines: one object a line, conversations and alerts merged in order of time.

Sources: RFC 8259; the line-by-line form is what log shippers read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from heapq import merge
from pathlib import Path
from typing import Any

from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.notices import Notice, notices
from twin.lab.recording import Recording

Event = dict[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def date_of(epoch_us: int) -> datetime:
    """The date of *epoch_us* microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=epoch_us)


def known(fields: Mapping[str, Any]) -> Event:
    """*fields* without those that say nothing."""
    return {name: value for name, value in fields.items() if value not in (None, "")}


def write_events(
    recording: Recording, path: Path, of_conversation: Callable[[Conversation], Iterable[Event]],
    of_alert: Callable[[Notice], Event],
) -> Path:  # fmt: skip
    """Write the events of every conversation and every alert of *recording* to *path*, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    said = ((c.epoch_us, of_conversation(c)) for c in conversations(recording))
    raised = ((n.epoch_us, [of_alert(n)]) for n in notices(recording))
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for _, events in merge(said, raised, key=lambda pair: pair[0]):
            file.writelines(json.dumps(event, allow_nan=False) + "\n" for event in events)
    return part.replace(path)
