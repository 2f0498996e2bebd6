"""Small matrices, many at once: rows and columns on the first two axes, any stack behind.

Every product is a written-out sum of elementwise products: libraries for linear algebra pick a kernel by processor,
kernels differ in the last bit, and one bit is enough for an alert to come in another batch.

Sources: N. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., chapter 10 (Cholesky).
"""

from __future__ import annotations

import numpy as np

from twin.core.elementary import Floats


def product(left: Floats, right: Floats) -> Floats:
    """Matrix times matrix, (n, k, ...) and (k, m, ...)."""
    total: Floats = left[:, 0, None] * right[None, 0]
    for k in range(1, left.shape[1]):
        total = total + left[:, k, None] * right[None, k]
    return total


def times(matrix: Floats, vector: Floats) -> Floats:
    """Matrix times vector, (n, k, ...) and (k, ...)."""
    total: Floats = matrix[:, 0] * vector[None, 0]
    for k in range(1, matrix.shape[1]):
        total = total + matrix[:, k] * vector[None, k]
    return total


def turned(matrix: Floats) -> Floats:
    """Rows and columns exchanged."""
    return np.swapaxes(matrix, 0, 1)


def triangle(matrix: Floats) -> Floats:
    """Lower triangle *L* with ``L L' = matrix``, which is symmetric and positive definite."""
    lower = np.zeros_like(matrix)
    for i in range(len(matrix)):
        for j in range(i + 1):
            rest = matrix[i, j]
            for k in range(j):
                rest = rest - lower[i, k] * lower[j, k]
            lower[i, j] = np.sqrt(rest) if i == j else rest / lower[j, j]
    return lower


def inverse(matrix: Floats) -> Floats:
    """Inverse of a symmetric positive definite *matrix*, by its triangle."""
    lower, size = triangle(matrix), len(matrix)
    low = np.zeros_like(matrix)
    for j in range(size):
        low[j, j] = 1.0 / lower[j, j]
        for i in range(j + 1, size):
            rest = lower[i, j] * low[j, j]
            for k in range(j + 1, i):
                rest = rest + lower[i, k] * low[k, j]
            low[i, j] = -rest / lower[i, i]
    return product(turned(low), low)
