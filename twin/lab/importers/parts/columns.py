"""Columns: values of many records at once, where they are as plain as nearly all are.

Each function takes the texts of a column (null: unset) and gives their values with a mask of those that it is sure of.
The rest is read again one by one (:mod:`twin.lab.importers.parts.values`), which knows the odd forms and finds the
words for what is wrong: a column never decides that a record is bad.

Sources: Apache Arrow compute functions; those of :mod:`twin.lab.importers.parts.values`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.lab.importers.parts.values import LAST_US, Unfit, address

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_DIGITS = 18
_SIX_DECIMALS = r"^[0-9]{1,12}\.[0-9]{6}$"
_NUMBER = r"^[0-9]{1,10}(\.[0-9]{1,6})?(e-0?[0-9])?$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3}|\.[0-9]{6})?(Z|[+-][0-9]{2}:?[0-9]{2})$"

Mask = NDArray[np.bool_]
Whole = NDArray[np.int64]


class Block(NamedTuple):
    """Many records as tables of the columns that staging writes; None where there are none."""

    flows: pa.Table | None
    beside: pa.Table | None


def mask_of(values: Any) -> Mask:
    """A boolean array of Arrow's as one of numpy's; null is false."""
    found: Mask = values.fill_null(fill_value=False).to_numpy(zero_copy_only=False)
    return found


def whole_numbers(values: pa.Array, most: int = (1 << 62) - 1) -> tuple[Whole, Mask]:
    """Whole numbers from 0 to *most*; 0 where unset or unsure."""
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.and_(pc.ascii_is_decimal(values), pc.less_equal(pc.binary_length(values), _MOST_DIGITS))
    found: Whole = pc.if_else(plain, values, "0").fill_null("0").cast(pa.int64()).to_numpy()
    sure = (mask_of(plain) | mask_of(values.is_null())) & (found <= most)
    return np.where(sure, found, 0), sure


def exact_micros(values: pa.Array) -> tuple[Whole, Mask]:
    """Microseconds of seconds written with six decimals; unset is 0."""
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.match_substring_regex(values, _SIX_DECIMALS)
    digits = pc.replace_substring(pc.if_else(plain, values, "0"), ".", "", max_replacements=1).fill_null("0")
    found: Whole = digits.cast(pa.int64()).to_numpy()
    return found, (mask_of(plain) | mask_of(values.is_null())) & (found <= LAST_US)


def micros_of_json(values: pa.Array) -> tuple[Whole, Mask]:
    """Microseconds of seconds as JSON's number, or of dates; unset is 0. A column is taken for one or the other."""
    import pyarrow as pa
    import pyarrow.compute as pc

    dated = pc.match_substring_regex(values, _DATE)
    if pc.any(dated).as_py():
        return _micros_of_dates(values, dated)
    plain = pc.match_substring_regex(values, _NUMBER)
    seconds = pc.if_else(plain, values, "0").fill_null("0").cast(pa.float64()).to_numpy()
    return np.rint(seconds * 1_000_000.0).astype(np.int64), mask_of(plain) | mask_of(values.is_null())


def _micros_of_dates(values: pa.Array, dated: pa.Array) -> tuple[Whole, Mask]:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.if_else(dated, values, "1970-01-01T00:00:00Z").fill_null("1970-01-01T00:00:00Z")
    try:
        found: Whole = texts.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).to_numpy()
    except pa.ArrowInvalid:  # a thirtieth of February among them
        return np.zeros(len(values), np.int64), np.zeros(len(values), np.bool_)
    return found, (mask_of(dated) | mask_of(values.is_null())) & (found >= 0) & (found <= LAST_US)


def addresses(values: pa.Array) -> tuple[pa.Array, Mask]:
    """IPv4 and IPv6 addresses as the lab writes them; every different one is looked at once."""
    import pyarrow as pa

    coded = values.dictionary_encode()
    known = pa.array([_address(text) for text in coded.dictionary.to_pylist()], pa.string())
    found = known.take(coded.indices)
    return found, mask_of(found.is_valid())


def _address(text: str) -> str | None:
    try:
        return address(text)
    except Unfit:
        return None
