"""What every importer must pass."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lab.importers.sources import altered, example, fault_of, read, tried, written
from twin.core.records import RECORDS
from twin.lab.import_data import import_data, importer_of
from twin.lab.importers import IMPORTERS
from twin.lab.recording import Recording

kinds = pytest.mark.parametrize("kind", IMPORTERS)


@kinds
def test_it_reads_its_own_and_recognises_it_alone(kind: str, tmp_path: Path) -> None:
    """A source of a kind gives records, nothing of it is skipped without a reason, and no other kind claims it."""
    path = example(kind, tmp_path)
    records, account = read(kind, path)
    assert records
    assert not account.partial
    assert [name for name in IMPORTERS if IMPORTERS[name].recognises(path)] == [kind]
    assert importer_of(path)[0] == kind


@kinds
def test_the_same_file_gives_the_same_records(kind: str, tmp_path: Path) -> None:
    """Nothing of the machine, the hour or the order of a hash is in them."""
    path = example(kind, tmp_path)
    assert read(kind, path)[0] == read(kind, path)[0]


@kinds
def test_an_import_is_a_folder_that_reads_like_a_run(kind: str, tmp_path: Path) -> None:
    """Every observed table is there in order of time, with its columns, and twice the same bytes."""
    path = example(kind, tmp_path / "in")
    done = [import_data(path, tmp_path / name) for name in ("a", "b")]
    recording = Recording.read(tmp_path / "a")
    for name, table in RECORDS.items():
        assert recording.table(name).column_names == [column.name for column in table.columns]
    for name, count in done[0].rows.items():
        times = [row["time"] for row in recording.rows(name)]
        assert len(times) == count > 0
        assert times == sorted(times)
    files = sorted(file.relative_to(tmp_path / "a") for file in (tmp_path / "a").rglob("*") if file.is_file())
    assert [(tmp_path / "a" / f).read_bytes() for f in files] == [(tmp_path / "b" / f).read_bytes() for f in files]


@kinds
def test_what_it_lacks_are_columns_of_the_flow_table(kind: str, tmp_path: Path) -> None:
    """A column that no file of the kind can fill is empty in every row, and is named."""
    columns = {column.name for column in RECORDS["flow"].columns}
    assert set(IMPORTERS[kind].lacks) <= columns
    done = import_data(example(kind, tmp_path / "in"), tmp_path / "out")
    for row in done.recording.rows("flow"):
        assert [row[name] for name in IMPORTERS[kind].lacks] == [""] * len(IMPORTERS[kind].lacks)


@kinds
def test_compressed_is_the_same(kind: str, tmp_path: Path) -> None:
    """Gzip is undone on the way."""
    path = example(kind, tmp_path)
    for file in [path] if path.is_file() else list(path.iterdir()):
        plain = file.read_bytes()
        file.unlink()
        written(file.with_name(f"{file.name}.gz"), gzip.compress(plain))
    packed = path if path.is_dir() else path.with_name(f"{path.name}.gz")
    records, account = read(kind, packed)
    assert records
    assert not account.partial
    assert IMPORTERS[kind].recognises(packed)


@kinds
def test_an_empty_file_is_refused_by_name(kind: str, tmp_path: Path) -> None:
    """What is empty, and where."""
    fault = fault_of(kind, written(tmp_path / "nothing.log", b""))
    assert "empty-file" in fault
    assert "nothing.log" in fault


DAMAGE = {"place": st.floats(0, 1), "junk": st.binary(max_size=40), "cut": st.booleans()}


def damaged(whole: bytes, place: float, junk: bytes, *, cut: bool) -> bytes:
    """*whole* overwritten with *junk* at *place*, and cut off there or not."""
    at = int(place * len(whole))
    return whole[:at] + junk + (b"" if cut else whole[at + len(junk) :])


@kinds
@settings(max_examples=80)
@given(**DAMAGE)
def test_damage_raises_nothing_but_bad_input(kind: str, place: float, junk: bytes, cut: bool) -> None:
    """Whatever is overwritten or cut off is read, counted or refused with place, code and cause."""
    with tempfile.TemporaryDirectory() as name:
        path = altered(kind, Path(name), lambda whole: damaged(whole, place, junk, cut=cut))
        found, faults = tried(lambda: read(kind, path))
        assert all(fault.place.source and fault.code and fault.message for fault in faults)
        assert bool(faults) == (found is None)
        assert found is None or (found[0] and found[1].records)


@kinds
@settings(max_examples=8)
@given(**DAMAGE)
def test_what_was_read_of_something_damaged_can_be_kept(kind: str, place: float, junk: bytes, cut: bool) -> None:
    """The folder is written or refused; what is in it reads like a run's."""
    with tempfile.TemporaryDirectory() as name:
        path = altered(kind, Path(name), lambda whole: damaged(whole, place, junk, cut=cut))
        done, faults = tried(lambda: import_data(path, Path(name) / "out", kind))
        assert bool(faults) == (done is None)
        if done is not None:
            recording = Recording.read(Path(name) / "out")
            assert recording.table("flow").num_rows == done.rows.get("flow", 0)


@kinds
@given(junk=st.binary(max_size=200))
def test_noise_raises_nothing_but_bad_input(kind: str, junk: bytes) -> None:
    """Bytes that were never a record."""
    with tempfile.TemporaryDirectory() as name:
        found, faults = tried(lambda: read(kind, written(Path(name) / "noise.log", junk)))
        assert bool(faults) == (found is None)


@kinds
@settings(max_examples=12)
@given(
    lines=st.lists(
        st.one_of(
            st.text(max_size=40),
            st.dictionaries(
                st.sampled_from(["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "event_type",
                                 "timestamp", "src_ip", "dest_ip", "flow", "flow_id", "dns", "time", "value"]),
                st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), st.just("tcp"),
                          st.just("10.0.0.1"), st.just("flow"), st.dictionaries(st.text(max_size=5), st.floats())),
            ).map(str).map(lambda text: text.replace("'", '"').replace("None", "null").replace("True", "true")),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_lines_of_any_shape_raise_nothing_but_bad_input(kind: str, lines: list[str]) -> None:
    """JSON with values of every type where others are meant."""
    with tempfile.TemporaryDirectory() as name:
        path = written(Path(name) / "conn.log", "\n".join(lines).encode("utf-8", "replace"))
        done, faults = tried(lambda: import_data(path, Path(name) / "out", kind))
        assert bool(faults) == (done is None)
