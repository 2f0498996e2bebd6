"""Conversations in which nothing was said."""

from __future__ import annotations

import numpy as np

from twin.detectors.parts.probes import EPHEMERAL, backscatter, wordless


def test_one_byte_in_either_direction_is_a_word() -> None:
    """Nothing at all is none."""
    flow = {"bytes_out": np.array([0, 1, 0]), "bytes_in": np.array([0, 0, 1])}
    assert wordless(flow).tolist() == [True, False, False]


def test_backscatter_comes_from_outside_to_an_openers_port_and_says_nothing() -> None:
    """Each of the three is needed."""
    flow = {
        "bytes_out": np.array([0, 9, 0, 0]), "bytes_in": np.zeros(4, dtype=np.int64),
        "dst_port": np.array([EPHEMERAL, EPHEMERAL, EPHEMERAL - 1, EPHEMERAL]),
    }  # fmt: skip
    assert backscatter(flow, np.array([True, True, True, False])).tolist() == [True, False, False, False]
