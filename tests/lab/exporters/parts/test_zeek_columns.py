"""Columns: names and types of the ends, and values that are the same for all."""

from __future__ import annotations

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.conversation import conversations
from twin.lab.exporters.parts.zeek_columns import ENDS, always, said


def test_every_log_begins_with_the_same_six_columns() -> None:
    """Time, identity, both ends."""
    c = next(conversations(recording()))
    assert [field.name for field in ENDS] == ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"]
    assert [field.fill(c) for field in ENDS] == [
        c.epoch_us, c.uid, "10.50.0.10", 50_000, "10.100.0.11", 53,
    ]  # fmt: skip


def test_what_was_not_said_is_unset() -> None:
    """And not an empty text."""
    c = next(conversations(recording()))
    assert (said("verb")(c), said("user")(c), always(7)(c)) == ("A", None, 7)
