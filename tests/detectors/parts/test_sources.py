"""Who speaks in a batch."""

from __future__ import annotations

from tests.watching import batch, flow, watch
from twin.detectors.parts.sources import sources_of


def test_each_source_comes_once_with_its_first_flow_and_its_number_of_rows() -> None:
    """In order of code; nobody where nothing was said."""
    seen = watch()
    rows = [flow(1, "ws-01", "dc-01"), flow(2, "coffee-01", "dc-01"), flow(3, "ws-01", "dns-01")]
    found = {seen.names.text(source.code): source for source in sources_of(batch(seen, 10, flow=rows))}
    assert {name: source.rows for name, source in found.items()} == {"ws-01": 2, "coffee-01": 1}
    assert found["ws-01"].flow == rows[0]["flow"]
    assert sources_of(batch(watch(), 10)) == []
