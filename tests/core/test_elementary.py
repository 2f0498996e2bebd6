"""Our log, exp and normal quantile agree with SciPy's, and are built from exactly rounded operations only."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
from scipy import special

from twin.core import elementary


def test_the_logarithm_is_right_over_the_whole_range() -> None:
    """Relative error below 1e-13 from the smallest normal number to the largest."""
    x = np.concatenate([np.geomspace(1e-300, 1e300, 20_001), 1 + np.linspace(-1e-3, 1e-3, 1_001)])
    expected = np.log(x)
    assert np.abs(elementary.log(x) - expected).max() <= 1e-13 * np.maximum(1, np.abs(expected)).max()


def test_the_exponential_is_right_over_the_whole_range() -> None:
    """Relative error below 1e-12 for |x| up to 700."""
    x = np.linspace(-700, 700, 20_001)
    assert np.abs(elementary.exp(x) / np.exp(x) - 1).max() < 1e-12


def test_the_normal_quantile_is_right_into_the_tails() -> None:
    """Absolute error below 1e-12 for probabilities from 1e-300 to 1 - 1e-16."""
    p = np.concatenate([np.geomspace(1e-300, 0.5, 5_001), 1 - np.geomspace(1e-15, 0.5, 5_001)])
    assert np.abs(elementary.normal_quantile(p) - special.ndtri(p)).max() < 1e-12


def test_only_exactly_rounded_operations_are_used() -> None:
    """IEEE 754 fixes + - * / and the square root; a call of anything else would tie digests to a processor."""
    allowed = {
        "frexp",
        "ldexp",
        "where",
        "full_like",
        "ones_like",
        "rint",
        "sqrt",
        "minimum",
        "abs",
        "sign",
        "float64",
        "int64",
        "count_nonzero",
    }
    tree = ast.parse(Path(elementary.__file__).read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "np"
    }
    assert used <= allowed
