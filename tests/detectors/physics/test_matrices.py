"""Small matrices in stacks agree with the library's, one by one."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.elementary import Floats
from twin.detectors.physics.matrices import inverse, product, times, triangle, turned


@pytest.fixture(name="stack", params=[1, 2, 4])
def _stack(request: pytest.FixtureRequest) -> Floats:
    """Five positive definite matrices on the last axis."""
    size = int(request.param)
    roots = np.random.default_rng(size).normal(size=(5, size, size))
    return np.stack([root @ root.T + 0.1 * np.eye(size) for root in roots], axis=-1)


def test_products(stack: Floats) -> None:
    """Matrix by matrix and matrix by vector."""
    for n in range(5):
        assert product(stack, turned(stack))[..., n] == pytest.approx(stack[..., n] @ stack[..., n].T)
        assert times(stack, stack[0])[:, n] == pytest.approx(stack[..., n] @ stack[0, :, n])


def test_the_triangle_is_a_root(stack: Floats) -> None:
    """Lower, and its product with its mirror is the matrix."""
    lower = triangle(stack)
    assert (np.triu(np.moveaxis(lower, -1, 0), 1) == 0.0).all()
    assert product(lower, turned(lower)) == pytest.approx(stack)


def test_the_inverse(stack: Floats) -> None:
    """As the library has it."""
    for n in range(5):
        assert inverse(stack)[..., n] == pytest.approx(np.linalg.inv(stack[..., n]))
