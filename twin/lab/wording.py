"""Numbers as people read them: thousands separators, a unit, and no more digits than the value deserves.

*Not detected*, *not applicable* and 0 are three different things and are written as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from twin.core.units import format_duration, us
from twin.lab.statistics import Estimate

_UNDEFINED = {
    "time_to_detect_s": "not detected",
    "time_to_contain_s": "not contained",
    "time_to_recover_s": "not recovered",
}
_EVEN = 0.01
"""How much of half an interval its middle may lie off the mean for it to be written with one number."""
_ROUNDING = 1e-9
"""Half an interval of so small a part of its mean is what is left of rounding."""
_COUNTS = ("", "1", "count", "orders", "assets", "alerts", "flows", "needs", "incidents", "robots")


def undefined(metric: str) -> str:
    """The words for a value of *metric* that does not exist."""
    return _UNDEFINED.get(metric, "not applicable")


def number(value: float) -> str:
    """``12,400``, ``63``, ``6.3``, ``0.42``: three figures below a thousand, whole above."""
    size = abs(value)
    if size >= 100 or value == int(value):
        return f"{value:,.0f}".replace("-0", "0") if round(value) == 0 else f"{value:,.0f}"
    return f"{value:.1f}" if size >= 1 else f"{value:.2g}"


def quantity(value: float, unit: str) -> str:
    """A value with its unit: ``12,400 EUR``, ``4 min 10 s``, ``93.3 %``."""
    if unit == "s":
        return format_duration(us(value))
    if unit in ("share", "ratio"):
        return f"{100 * value:.1f} %"
    return number(value) if unit in _COUNTS else f"{number(value)} {unit}"


def metric_value(metric: str, value: float | None, unit: str) -> str:
    """A value of *metric* with its unit, or the words for having none."""
    return undefined(metric) if value is None else quantity(value, unit)


def span(estimate: Estimate, unit: str) -> str:
    """The interval and its n: ``95 % 9,900 to 14,900 EUR, n = 5``."""
    if estimate.lo is None or estimate.hi is None:
        return f"n = {estimate.n}, no interval"
    return f"95 % {_low(estimate.lo, unit)} to {quantity(estimate.hi, unit)}, n = {estimate.n}"


def half_width(estimate: Estimate, unit: str) -> str:
    """The interval in small type: ``± 2,500``, or both ends where they are not equally far; nothing without one."""
    if estimate.mean is None or estimate.lo is None or estimate.hi is None:
        return ""
    half = (estimate.hi - estimate.lo) / 2
    if half <= _ROUNDING * abs(estimate.mean):
        half = 0.0
    elif abs(estimate.mean - estimate.lo - half) > _EVEN * half:
        return f"{_low(estimate.lo, unit)} to {quantity(estimate.hi, unit)}"
    return f"± {quantity(half, unit) if unit in ('s', 'share', 'ratio') else number(half)}"


def plural(count: float, noun: str) -> str:
    """``1 order``, ``3.4 orders``."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def refusals(rows: Iterable[Mapping[str, Any]], given_by: Collection[str]) -> list[str]:
    """A line for each of *rows* (of the table ``decision``) by one of *given_by* that says what the run refused."""
    mine = (row for row in rows if row["phase"] == "refused" and row["by"] in given_by)
    return [f"{_decided(row)}: refused: {row['reason']}" for row in mine]


def _decided(row: Mapping[str, Any]) -> str:
    number = f"decision {row['decision']}"
    return f"undo of {number}" if row["response"] == "undo" else f"{number}, {row['response']} on {row['target']}"


def _low(value: float, unit: str) -> str:
    return quantity(value, unit) if unit in ("s", "share", "ratio") else number(value)


def tame(text: str) -> str:
    """*text* without characters that would steer a terminal; line breaks and tabs stay."""
    return "".join(each if each.isprintable() or each in "\n\t" else "\N{REPLACEMENT CHARACTER}" for each in text)
