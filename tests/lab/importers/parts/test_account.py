"""The account counts every reason and keeps its first place."""

from __future__ import annotations

from twin.core.errors import Place
from twin.lab.importers.parts.account import Account


def test_a_reason_is_one_entry_however_often() -> None:
    """The first place and what was wrong there; the most frequent reason first."""
    account = Account()
    account.skip(Place("x", 9), "wrong-type", "a rare one")
    for line in range(1, 4):
        account.skip(Place("x", line), "wrong-type", "a line is no JSON", f"line {line}.")
    first, second = account.skipped
    assert (first.count, str(first.first.place), first.first.message) == (3, "x:1", "a line is no JSON: line 1.")
    assert (second.count, second.first.message) == (1, "a rare one.")


def test_fields_are_counted_by_log() -> None:
    """Unknown ones and missing ones; a file that invents names without end fills no memory."""
    account = Account()
    account.take("conn", missing=["user"], unknown=(f"field-{n}" for n in range(5_000)))
    account.take("conn", missing=["user"])
    assert (account.read, account.records) == ({"conn": 2}, 2)
    assert account.missing == {"conn": {"user": 2}}
    assert len(account.unknown["conn"]) == 2_001
    assert sum(account.unknown["conn"].values()) == 5_000


def test_what_is_cut_short_is_partial_and_says_where() -> None:
    """The document of an import has everything."""
    account = Account()
    assert account.to_json()["partial"] is False
    account.cut(Place("x.pcap: packet 7"), "the file ends in the middle of a packet.")
    account.note("assumed")
    document = account.to_json()
    assert document["partial"] is True
    assert document["cut_short"] == [{"place": "x.pcap: packet 7", "cause": "the file ends in the middle of a packet."}]
    assert document["notes"] == {"assumed": 1}


def test_many_are_counted_as_one_by_one() -> None:
    """And none leaves no trace."""
    one, many = Account(), Account()
    for _ in range(3):
        one.take("conn", ["state"], ["history"])
    many.take_many("conn", 3, {"state": 3, "service": 0}, {"history": 3})
    many.take_many("dns", 0, {}, {})
    assert one == many
