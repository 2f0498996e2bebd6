"""Values from text and JSON: whole numbers, times, addresses and ports, each held to what it can be.

A value that cannot be what its column says raises :class:`Unfit` with the word of the fault; the importer counts the
record and reads on.

Sources: Zeek manual (times are seconds since 1970 with six decimals; JSON may have milliseconds or ISO 8601);
RFC 6335 (ports).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address
from math import isfinite

LAST_US = 253_402_300_799_000_000
"""The last second of the year 9999."""
_MOST = (1 << 62) - 1
_MILLISECONDS_FROM = 10**11
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Unfit(Exception):
    """A value that its column cannot hold: the code of the fault, and what is wrong."""

    def __init__(self, code: str, reason: str, detail: str) -> None:
        self.code, self.reason, self.detail = code, reason, detail
        super().__init__(detail)


def micros(value: object, name: str) -> int:
    """Microseconds of *value*: seconds as text or number, milliseconds, or a date; exact where it is text."""
    if isinstance(value, str):
        return _micros_of_text(value, name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise Unfit("wrong-type", f"{name} is no time", f"{value!r:.60}.")
    return _in_range(round(value * (1_000 if abs(value) >= _MILLISECONDS_FROM else 1_000_000)), name)


def whole(value: object, name: str, most: int = _MOST) -> int:
    """A whole number from 0 to *most*."""
    try:
        number = int(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    except ValueError:
        number = None
    if number is None and isinstance(value, float) and value.is_integer():
        number = int(value)
    if number is None:
        raise Unfit("wrong-type", f"{name} is no whole number", f"{value!r:.60}.")
    if not 0 <= number <= most:
        raise Unfit("out-of-range", f"{name} is out of range", f"{str(number)[:40]} is not within 0 to {most}.")
    return number


def port(value: object, name: str) -> int:
    """A port."""
    return whole(value, name, 65_535)


@lru_cache(65_536)
def address(value: str) -> str:
    """An IPv4 or IPv6 address as the lab writes it."""
    try:
        return str(ip_address(value.partition("%")[0]))
    except ValueError:
        raise Unfit("bad-value", "an address is none", f"{value!r:.60}.") from None


def text(value: object) -> str:
    """*value* as a word; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list):
        return text(value[0]) if value else ""
    return value if isinstance(value, str) else str(value)


def number(value: object) -> float | None:
    """*value* as a finite number, if it is one; of several the first."""
    if isinstance(value, list):
        return number(value[0]) if value else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found) else None


def date_us(value: str, name: str) -> int:
    """Microseconds since 1970 of an ISO 8601 date; UTC where it names no offset."""
    try:
        when = datetime.fromisoformat(value)
        return _in_range(_since_1970(when if when.tzinfo else when.replace(tzinfo=UTC)), name)
    except (ValueError, OverflowError):
        raise Unfit("wrong-type", f"{name} is no time", f"{value!r:.60}.") from None


def _since_1970(when: datetime) -> int:
    past = when - _EPOCH
    return (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds


def _micros_of_text(value: str, name: str) -> int:
    seconds, _, parts = value.partition(".")
    if seconds.isdecimal() and seconds.isascii() and (not parts or (parts.isdecimal() and parts.isascii())):
        if len(seconds) > 12:
            raise Unfit("out-of-range", f"{name} is out of range", f"{value!r:.60}.")
        return _in_range(int(seconds) * 1_000_000 + int((parts + "000000")[:6]), name)
    try:
        return micros(float(value), name)
    except ValueError:
        return date_us(value, name)


def _in_range(time_us: int, name: str) -> int:
    if not 0 <= time_us <= LAST_US:
        raise Unfit("out-of-range", f"{name} is out of range", f"{time_us / 1e6:g} s is before 1970 or after 9999.")
    return time_us
