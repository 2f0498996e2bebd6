"""Replays from files: what is cut out, and what is refused."""

from __future__ import annotations

import base64
import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dashboards.synthetic import synthetic_run
from twin.core.errors import BadInput
from twin.lab.replay import replay_payload
from twin.lab.replay_codec import pack, unpack
from twin.lab.replay_file import LARGEST, replay_in, replay_of_run, runs_in


def report_of(payload: bytes) -> bytes:
    """A report around *payload*, as the template writes it."""
    text = base64.b64encode(payload).decode("ascii")
    return f'<html><script type="application/octet-stream" id="replay-data">{text}</script></html>'.encode()


@pytest.fixture(scope="module")
def payload() -> bytes:
    """Two minutes of twenty robots."""
    return replay_payload(synthetic_run("zones", minutes=2))


def test_a_report_gives_its_replay(payload: bytes) -> None:
    """The bytes that the report's own player gets."""
    assert replay_in(report_of(payload), "report.html") == payload


def test_a_replay_that_was_saved_is_itself(payload: bytes) -> None:
    """Bare bytes need no report around them."""
    assert replay_in(payload, "demo.twin") == payload


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "holds no replay"), (b"<html>", "holds no replay"), (report_of(b"TWIN"), "cut off or damaged"),
     (b"TWIN" + bytes(30), "cut off or damaged")],
)  # fmt: skip
def test_what_is_no_replay_is_refused_in_words(content: bytes, problem: str) -> None:
    """With the file's name, and a way out."""
    with pytest.raises(BadInput, match=problem) as caught:
        replay_in(content, "some.html")
    assert caught.value.faults[0].place.source == "some.html"
    assert caught.value.faults[0].remedy


def test_what_is_too_large_is_not_even_read() -> None:
    """Neither from a browser nor from a folder."""
    with pytest.raises(BadInput, match="larger than 64 MB"):
        replay_in(bytes(LARGEST + 1), "big.html")


@given(cut=st.integers(0, 4000), flip=st.integers(0, 4000))
def test_a_damaged_replay_never_raises_anything_else(payload: bytes, cut: int, flip: int) -> None:
    """Cut off anywhere, or with a byte changed in its head: played, or refused as bad input."""
    changed = bytearray(payload)
    changed[flip % 2000] ^= 0x15
    for content in (payload[:cut], bytes(changed)):
        with suppress(BadInput):
            assert replay_in(content, "x.twin") == content


def test_arrays_that_do_not_fit_their_lists_are_refused(payload: bytes) -> None:
    """A player would read past their end."""
    header, frames = unpack(payload)
    frames["pose_x"] = frames["pose_x"].reshape(-1)[:-1]
    with pytest.raises(BadInput, match="pose_x"):
        replay_in(pack(header, frames), "x.twin")


def test_runs_are_listed_the_last_written_first(tmp_path: Path, payload: bytes) -> None:
    """Only folders that hold a run with a report."""
    for age, name in enumerate(("new", "old", "bare")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text(json.dumps({}), encoding="utf-8")
        os.utime(tmp_path / name / "run.json", (1000 - age, 1000 - age))
        if name != "bare":
            (tmp_path / name / "report.html").write_bytes(report_of(payload))
    assert runs_in(tmp_path) == ["new", "old"]
    assert runs_in(tmp_path / "missing") == []
    assert replay_of_run(tmp_path / "new") == payload
    with pytest.raises(BadInput, match="cannot be read"):
        replay_of_run(tmp_path / "bare")
