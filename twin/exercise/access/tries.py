"""Wrong codes cost time: ten are free, then each doubles the wait, up to a minute.

A source is whatever the page knows about who is typing, an address or a session; it is kept as a keyed digest for ten
minutes. Sessions are cheap, so all sources together have a limit too: after 200 wrong codes in a minute nobody new gets
in until it has passed, while everybody who sits already goes on. So who guesses at random can hold up a join, and
cannot guess.

Source: NIST SP 800-63B, section 5.2.2 (rate limiting); OWASP Cheat Sheet Series, "Authentication".
"""

from __future__ import annotations

import math

from twin.exercise.access.refusal import too_soon
from twin.exercise.store.door import Tries

FREE = 10
"""Wrong codes of one source in ten minutes; a class behind one proxy is one source, and people mistype."""

LONGEST_WAIT_S = 60.0
MOST_A_MINUTE = 200

_WHERE = "join code"


def wait_s(tries: Tries, now_s: float) -> float:
    """How long a source must still wait before it may try again, s."""
    if tries.all >= MOST_A_MINUTE:
        return LONGEST_WAIT_S
    if tries.own < FREE:
        return 0.0
    wait = min(LONGEST_WAIT_S, 2.0 ** min(tries.own - FREE, 10))
    return max(0.0, tries.last_s + wait - now_s)


def may_try(tries: Tries, now_s: float) -> None:
    """Raise :class:`~twin.core.errors.BadInput` that says how long to wait, where it is too soon."""
    left = wait_s(tries, now_s)
    if left > 0:
        remedy = f"wait {math.ceil(left)} s, and ask the facilitator to read the code again"
        raise too_soon(_WHERE, "too many wrong codes", remedy)
