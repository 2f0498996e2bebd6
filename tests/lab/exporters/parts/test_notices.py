"""Alerts as notices."""

from __future__ import annotations

from tests.lab.exporters.recordings import RULE, recording
from twin.lab.exporters.parts.notices import NOTICE, notices


def test_a_notice_accuses_an_address_and_names_its_flow() -> None:
    """The detector is the note, in Zeek's manner of writing."""
    (notice,) = notices(recording())
    line = {column.name: column.fill(notice) for column in NOTICE}
    assert (line["note"], line["src"], notice.flow) == ("Twin::Scan", "10.50.0.10", 900)
    assert line["sub"] == "camera-01 T0846 high"
    assert (notice.rule, notice.author, notice.tags) == (RULE, "the hub's own", ("attack.t0846", "ot"))
