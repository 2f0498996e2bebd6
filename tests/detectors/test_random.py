"""The null detector that accuses by lot."""

from __future__ import annotations

import pytest

from tests.watching import flow, observed, started, watch
from twin.detectors.random import Random


def test_it_accuses_about_its_share_whoever_it_is() -> None:
    """Eight sources, 400 batches hours apart, a share of 10 %: 320 expected; four deviations of a binomial are 68."""
    seen = watch()
    lot = started(Random(share=0.1), seen)
    sources = [f"ws-{n:02d}" for n in range(1, 9)]
    alerts = sum(
        len(observed(lot, seen, 7200.0 * k, flow=[flow(7200 * k - 5, source, "dc-01") for source in sources]))
        for k in range(1, 401)
    )
    assert alerts == pytest.approx(320, abs=68)


def test_the_lot_depends_on_the_name_and_the_time_alone() -> None:
    """The same source at the same time has the same lot, whatever it sends."""
    verdicts = []
    for service in ("https", "ssh"):
        seen = watch()
        rows = [flow(1, f"ws-{n:02d}", "dc-01", service) for n in range(1, 9)]
        verdicts.append([alert.entity for alert in observed(started(Random(share=0.5), seen), seen, 10, flow=rows)])
    assert verdicts[0] == verdicts[1]
    assert 0 < len(verdicts[0]) < 8
