"""Regular expressions that cannot hang: searched for in time linear in the text, by RE2.

RE2 has neither look-around nor back-references, because neither can be bounded so. A rule with one is refused before
the run, with the way round it. pySigma checks patterns with the engine of its policy; :data:`POLICY` has this one, so
that a pattern is checked by what will search for it.

Sources: R. Cox, Regular Expression Matching in the Wild (2010); RE2's syntax page; Sigma specification 2.1.0, ``re``.
"""

from __future__ import annotations

import re

import re2
from sigma.policy import SigmaPolicy
from sigma.policy.regex_engine import RegexEngine, RegexPattern

_FLAGS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s"}
_LOOK_AROUND = re.compile(r"\(\?<?[=!]")
_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")


class BadPattern(ValueError):
    """A pattern that cannot be searched for; the text says why and what to write instead."""


class Bounded(RegexEngine):
    """RE2, which keeps its errors to itself until they are said as faults."""

    def compile(self, pattern: str, flags: int = 0) -> RegexPattern:
        """*pattern* with the flags i, m and s of Python's ``re``; raises :class:`BadPattern`."""
        inline = "".join(letter for flag, letter in _FLAGS.items() if flags & flag)
        options = re2.Options()
        options.log_errors = False
        try:
            found: RegexPattern = re2.compile(f"(?{inline}){pattern}" if inline else pattern, options)
        except re2.error as error:
            raise BadPattern(_reason(pattern, error)) from None
        return found

    @property
    def error(self) -> type[Exception]:
        """What :meth:`compile` raises."""
        return BadPattern


POLICY = SigmaPolicy(regex_engine=Bounded())
"""How pySigma is to check patterns."""


def _reason(pattern: str, error: Exception) -> str:
    if _LOOK_AROUND.search(pattern):
        return "look-around is not bounded in time; write two values, and exclude one of them in the condition"
    if _BACK_REFERENCE.search(pattern):
        return "a back-reference is not bounded in time; write the repeated text, or use fieldref"
    said = error.args[0] if error.args else ""
    return said.decode() if isinstance(said, bytes) else str(said)
