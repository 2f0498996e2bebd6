"""Regular expressions that cannot hang."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sigma.exceptions import SigmaRegularExpressionError
from sigma.types import SigmaRegularExpression

from twin.detectors.sigma_rules.regexes import POLICY, BadPattern, Bounded


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("a(?=b)", "look-around is not bounded in time; write two values"),
        ("(?<!a)b", "look-around"),
        (r"(a)\1", "back-reference"),
        ("(?P<x>a)(?P=x)", "back-reference"),
        ("a[b", "missing ]"),
        ("a{5000}", "repetition"),
    ],
)
def test_what_cannot_be_bounded_is_refused_with_a_way_round(pattern: str, words: str) -> None:
    """By us, and by pySigma with our policy."""
    with pytest.raises(BadPattern, match=re.escape(words)):
        Bounded().compile(pattern)
    with pytest.raises(SigmaRegularExpressionError, match=re.escape(words)):
        SigmaRegularExpression(pattern, policy=POLICY)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*a){12}$"])
def test_what_explodes_elsewhere_is_linear_here(pattern: str) -> None:
    """Twenty thousand characters that almost fit."""
    found = Bounded().compile(pattern)
    began = time.process_time()
    assert found.search("a" * 20_000 + "!") is None
    assert time.process_time() - began < 2.0


def test_flags_are_those_of_python() -> None:
    """i, m and s."""
    engine = Bounded()
    assert engine.compile("^b.$", re.IGNORECASE | re.MULTILINE | re.DOTALL).search("a\nB\n")
    assert engine.compile("^b.$").search("a\nBx") is None


def test_errors_are_said_once_and_not_by_the_library(repo: Path) -> None:
    """Nothing on standard error."""
    code = "from twin.detectors.sigma_rules.regexes import *\ntry: Bounded().compile('(?=a)')\nexcept BadPattern: pass"
    done = subprocess.run([sys.executable, "-c", code], cwd=repo, capture_output=True, text=True, check=True)
    assert done.stderr == ""
