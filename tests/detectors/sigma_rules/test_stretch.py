"""Batches looked at together say what they say one by one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.detectors.test_sigma import PACK
from tests.kinds.test_every_detector import noise
from tests.watching import batch, flow, watch
from twin.detectors.base import Alert
from twin.detectors.sigma import Sigma
from twin.detectors.sigma_rules.fields import Source
from twin.detectors.sigma_rules.sieve import Sieve
from twin.detectors.sigma_rules.stretch import Stretch
from twin.detectors.sigma_rules.view import Facts

PARTS = 24
SEEN = watch()
BATCHES = [noise(SEEN, part) for part in range(PARTS)]


def ready() -> Sigma:
    """The lab's own rules, started."""
    sigma = Sigma(rules=("ot", "iot", "network", "physical"))
    sigma.locate(PACK)
    sigma.start(SEEN)
    return sigma


ONE_BY_ONE = ready()
SAID = [ONE_BY_ONE.observe(each) for each in BATCHES]


@given(cuts=st.sets(st.integers(1, PARTS - 1)))
@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
def test_however_many_batches_are_put_together_the_alerts_are_the_same(cuts: set[int]) -> None:
    """Each at its own batch, with its evidence; windows go on from stretch to stretch."""
    sigma, edges = ready(), [0, *sorted(cuts), PARTS]
    said: list[list[Alert]] = []
    for first, end in pairwise(edges):
        said += sigma.observe_all(BATCHES[first:end])
    assert said == SAID
    assert any(SAID)
    assert sigma.statuses() == ONE_BY_ONE.statuses()


def test_rows_are_cut_out_where_batches_end() -> None:
    """Of two DNS rows and one other, in two batches with an empty one between them."""
    seen = watch()
    parts = [
        batch(seen, 10, flow=[flow(1, "ws-01", "dns-01", "dns"), flow(2, "ws-01", "dc-01")]),
        batch(seen, 20, from_s=10),
        batch(seen, 30, from_s=20, flow=[flow(21, "ws-02", "dns-01", "dns")]),
    ]
    words = {"dns": seen.names.code("dns")}
    source, texts, facts = Source("flow", "dns"), seen.names.text, Facts(seen)

    def everything(rows: object) -> np.ndarray:
        return rows.every  # type: ignore[attr-defined,no-any-return]

    stretch = Stretch(parts, words, facts, Sieve([(source, everything)], seen.names, facts))
    rounds = stretch.rounds
    assert stretch.busy(source, everything) == [0, 2]
    found = [now.rows(source, everything) for now in rounds]
    assert [[texts(view.column("src")[row]) for row in rows] for view, rows in found if view] == [
        ["ws-01"],
        [],
        ["ws-02"],
    ]
    assert [now.to_us for now in rounds] == [10_000_000, 20_000_000, 30_000_000]


def test_no_batches_are_no_alerts() -> None:
    """Nothing in, nothing out."""
    assert ready().observe_all([]) == []
