"""Times in a table: in which form they are written, found out from the first of them.

One form must fit them all. Where day and month could be either, the one in which time never runs backwards is meant,
and where both would do, nobody can know: whoever imports has to say.

Sources: Python's ``strptime``; forms of published process data sets (BATADAL ``06/01/14 00``, SWaT
``28/12/2015 10:00:00 AM``, SKAB ``2020-03-09 10:14:33``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from twin.lab.importers.parts.values import LAST_US, Unfit, date_us, micros, whole

_FORMS = (
    "%d/%m/%y %H", "%m/%d/%y %H", "%d/%m/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d/%m/%y %H:%M",
    "%m/%d/%y %H:%M", "%d/%m/%y %H:%M:%S", "%m/%d/%y %H:%M:%S", "%Y/%m/%d %H:%M:%S",
)  # fmt: skip
_ISO, _SECONDS, _MILLISECONDS, _MICROSECONDS = "ISO 8601", "seconds", "milliseconds", "microseconds"
_MILLISECONDS_FROM, _MICROSECONDS_FROM = 10**11, 10**14
_NUMBERS = (_SECONDS, _MILLISECONDS, _MICROSECONDS)
Reader = Callable[[str], int]


class Unclear(Exception):
    """No form fits, or more than one: what to say about it."""


def form_of(samples: Sequence[str]) -> str:
    """The form in which *samples* are written. Raises :class:`Unclear`."""
    fitting = [form for form in (*_NUMBERS, _ISO, *_FORMS) if _fits(form, samples)]
    forward = [form for form in fitting if _runs_forward(form, samples)] or fitting
    if not forward:
        raise Unclear(f"no known form fits {samples[0]!r:.60}")
    if len(forward) > 1 and len({tuple(reader_of(form)(text) for text in samples) for form in forward}) > 1:
        raise Unclear(f"{samples[0]!r:.60} could be {' or '.join(forward)}")
    return forward[0]


def reader_of(form: str) -> Reader:
    """What reads a time of *form*: microseconds since 1970 (since time 0 where the numbers are small)."""
    if form == _SECONDS:
        return lambda text: micros(text.strip(), "time")
    if form == _MILLISECONDS:
        return lambda text: _of_milliseconds(text.strip())
    if form == _MICROSECONDS:
        return lambda text: whole(text.strip(), "time", LAST_US)
    if form == _ISO:
        return lambda text: date_us(text.strip(), "time")
    return lambda text: _by_form(text.strip(), form)


def _of_milliseconds(text: str) -> int:
    milliseconds, _, parts = text.partition(".")
    return whole(milliseconds, "time", LAST_US // 1_000) * 1_000 + whole(f"{parts}000"[:3], "time")


def _by_form(text: str, form: str) -> int:
    try:
        when = datetime.strptime(text, form)  # noqa: DTZ007 - UTC where it names no offset
    except ValueError:
        raise Unfit("wrong-type", "a time is written in another form than the first ones", f"{text!r:.60}.") from None
    return date_us((when if when.tzinfo else when.replace(tzinfo=UTC)).isoformat(), "time")


def _fits(form: str, samples: Sequence[str]) -> bool:
    numbers = [text.strip() for text in samples]
    plain = all(text.replace(".", "", 1).isdecimal() for text in numbers)
    if plain != (form in _NUMBERS) or (plain and form != _unit_of(numbers)):
        return False
    try:
        return all(reader_of(form)(text) >= 0 for text in samples)
    except Unfit:
        return False


def _unit_of(numbers: Sequence[str]) -> str:
    """The unit of times since 1970, by how large they all are; what is small counts seconds."""
    least = min(int(text.partition(".")[0][:30] or "0") for text in numbers)
    if least >= _MICROSECONDS_FROM and all(text.isdecimal() for text in numbers):
        return _MICROSECONDS
    return _MILLISECONDS if _MILLISECONDS_FROM <= least < _MICROSECONDS_FROM else _SECONDS


def _runs_forward(form: str, samples: Sequence[str]) -> bool:
    times = [reader_of(form)(text) for text in samples]
    return times == sorted(times)
