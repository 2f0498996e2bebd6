"""Tables of a physical process become readings: guessed or given columns, labels apart, faults by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.exporters.recordings import STARTS
from tests.lab.importers.sources import PROCESS, fault_of, kept, read, written
from twin.core.errors import BadInput
from twin.core.log import Log
from twin.lab.exporters.csv import Csv
from twin.lab.importers.base import Options
from twin.lab.importers.parts.records import ReadingRecord
from twin.lab.recording import Recording

SKAB = (
    "datetime;Accelerometer1RMS;Current;Pressure;Temperature;Volume Flow RateRMS;anomaly;changepoint\n"
    "2020-03-09 10:14:33;0.0265;1.3302;0.054;79.33;32,5;0.0;0.0\n"
)


def _readings(path: Path, options: Options | None = None) -> list[ReadingRecord]:
    return [record for record in read("csv_process", path, options)[0] if isinstance(record, ReadingRecord)]


def test_a_table_of_tags_becomes_readings(tmp_path: Path) -> None:
    """As BATADAL: day first, tags by their letters, an empty cell gives nothing, a word is counted."""
    records, account = read("csv_process", written(tmp_path / "x.csv", PROCESS))
    found = [record for record in records if isinstance(record, ReadingRecord)]
    first = [(r.sensor, r.quantity, r.value) for r in found[:4]]
    assert first == [
        ("L_T1", "level", 1.5),
        ("F_PU1", "flow", 98.9),
        ("S_PU1", "state", 1.0),
        ("P_J280", "pressure", 87.6),
    ]
    assert len(found) == 10
    assert found[0].time == 1_388_966_400_000_000  # 6 January 2014
    assert account.missing == {"process": {"P_J280": 1}}
    [skipped] = account.skipped
    assert (skipped.count, skipped.first.place.line) == (1, 4)


def test_labels_never_become_readings(tmp_path: Path) -> None:
    """Ground truth stands beside the rows, where no detector reads."""
    records, _ = read("csv_process", written(tmp_path / "x.csv", PROCESS))
    assert "ATT_FLAG" not in {record.sensor for record in records if isinstance(record, ReadingRecord)}
    assert [record.fields for record in kept(records)] == ['{"ATT_FLAG":"0"}', '{"ATT_FLAG":"0"}', '{"ATT_FLAG":"1"}']


def test_words_and_semicolons_are_understood(tmp_path: Path) -> None:
    """As SKAB: names say the quantity, a decimal comma is a point, two labels."""
    found = _readings(written(tmp_path / "x.csv", SKAB))
    assert [(r.quantity, r.value) for r in found] == [
        ("acceleration", 0.0265), ("current_a", 1.3302), ("pressure", 0.054), ("temperature_c", 79.33), ("flow", 32.5),
    ]  # fmt: skip


def test_what_is_given_overrules_what_is_guessed(tmp_path: Path) -> None:
    """A quantity with its unit, and a column that is left out."""
    given = Options(columns={"L_T1": "level_m", "S_PU1": "ignore"}, time_format="%m/%d/%y %H")
    records, account = read("csv_process", written(tmp_path / "x.csv", PROCESS), given)
    quantities = {r.sensor: r.quantity for r in records if isinstance(r, ReadingRecord)}
    assert quantities["L_T1"] == "level_m"
    assert "S_PU1" not in quantities
    assert account.skipped  # the 15th month is none
    assert not any("L_T1" in note for note in account.notes)


def test_the_labs_own_readings_come_back(tmp_path: Path) -> None:
    """A row a value: sensor, room, quantity, sequence, and times since time 0."""
    log = Log()
    log.one("reading", time=7_000_000, sensor="t-01", room="chill-1", quantity="temperature_c", value=4.5, sequence=3)
    log.seal(1 << 62)
    Csv().write(Recording(log, STARTS, ()), tmp_path)
    path = tmp_path / "observed" / "reading.csv"
    path.write_text(path.read_text().replace("7000000", "1772438407000000"))
    assert _readings(path) == [ReadingRecord(1_772_438_407_000_000, "t-01", "chill-1", "temperature_c", 4.5, 3)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a,b\n1,2\n", "no column that looks like a time"),
        ("time,x\n", "no row"),
        ("time,x\nyesterday,1\n", "how its times are written"),
        ("time,x\n01/02/2020 10:00:00,1\n", "could be"),
        ("time,x,x\n1,2,3\n", 'more than one column "x"'),
    ],
)
def test_a_table_that_nobody_can_read_is_refused(text: str, word: str, tmp_path: Path) -> None:
    """With the cause, and what to say."""
    assert word in fault_of("csv_process", written(tmp_path / "x.csv", text))


def test_a_given_column_must_be_there(tmp_path: Path) -> None:
    """A misspelt one is named."""
    with pytest.raises(BadInput, match="L_T9"):
        read("csv_process", written(tmp_path / "x.csv", PROCESS), Options(columns={"L_T9": "level_m"}))


def test_rows_of_another_length_are_counted(tmp_path: Path) -> None:
    """Among the first, and later."""
    text = PROCESS + "15/01/14 03,1.2\n"
    _, account = read("csv_process", written(tmp_path / "x.csv", text))
    assert {(s.first.code, s.first.place.line) for s in account.skipped} == {("wrong-type", 4), ("wrong-length", 5)}
