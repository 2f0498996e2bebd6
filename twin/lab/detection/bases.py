"""Bases: rules that other rules rest on, and that say nothing by themselves.

A correlation without ``generate: true`` speaks for its bases: they raise no alert, so nobody has to test them, tag them
or have them explained apart from it.

Source: Sigma specification 2.1.0, correlation rules (``generate``).
"""

from __future__ import annotations

from collections.abc import Iterable

from twin.detectors.sigma_rules.catalogue import Catalogue
from twin.detectors.sigma_rules.correlations.asked import Asked


def silent_bases(written: Catalogue) -> set[str]:
    """Titles of the rules that are there for a correlation alone."""
    asked = [entry.body for entry in written.rules if isinstance(entry.body, Asked) and not entry.body.generate]
    bases = (written.named(word) for body in asked for word in body.rules)
    return {base.head.title for base in bases if base is not None}


def bases_of(written: Catalogue, titles: Iterable[str]) -> set[str]:
    """Titles of all that the correlations with these *titles* rest on, directly or through one another."""
    bodies = {entry.head.title: entry.body for entry in written.rules}
    found: set[str] = set()
    waiting = list(titles)
    while waiting:
        body = bodies.get(waiting.pop())
        for word in body.rules if isinstance(body, Asked) else ():
            base = written.named(word)
            if base is not None and base.head.title not in found:
                found.add(base.head.title)
                waiting.append(base.head.title)
    return found
