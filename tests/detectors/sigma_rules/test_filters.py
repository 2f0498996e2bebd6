"""Filters: which rules they hold for, and what they leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.watching import batch, flow, watch
from twin.core.errors import BadInput
from twin.detectors.sigma_rules.correlate import Round
from twin.detectors.sigma_rules.read import read_rules
from twin.detectors.sigma_rules.view import Facts, Views

RULE = """
title: Login
id: 00000000-0000-4000-8000-000000000001
name: login
logsource: {category: network_connection, service: ssh}
detection: {s: {verb: login}, condition: s}
---
title: Look-up
name: lookup
logsource: {service: dns}
detection: {s: {service: dns}, condition: s}
---
title: Counted
name: counted
correlation: {type: event_count, rules: [lookup], timespan: 1m, condition: {gte: 2}, generate: true}
---
"""
FILTER = """
title: Maintenance
logsource: {category: network_connection}
filter:
  rules: [login]
  station: {src: ws-01}
  night: {user: nobody}
  condition: not 1 of them
"""


def accused(folder: Path, text: str) -> list[tuple[str, str]]:
    """Title and source of every row that a rule on single rows matches."""
    (folder / "rules.yml").write_text(RULE + text, encoding="utf-8")
    judgements = read_rules([folder])
    seen = watch()
    rows = [flow(n, f"ws-0{n}", "dc-01", "ssh", verb="login") for n in (1, 2)]
    rows += [flow(3, "ws-03", "dc-01", "ssh", verb="login", user="nobody"), flow(4, "ws-01", "dns-01", "dns")]
    words = {word: seen.names.code(word) for each in judgements for word in each.words}
    given = batch(seen, 10, flow=rows)
    now = Round(Views(given, words, Facts(seen)), seen.names, given.to_us)
    found = []
    for each in judgements:
        if callable(each.match):
            view, matched = now.rows(each.source, each.match)
            codes = view.values(each.entity)[matched].tolist() if view else []
            found += [(each.title, seen.names.text(code)) for code in codes]
    return found


def test_a_filter_holds_for_the_rules_it_names(tmp_path: Path) -> None:
    """By name or by id; patterns and ``them`` mean the filter's own selections."""
    wanted = [("Login", "ws-02"), ("Look-up", "ws-01")]
    assert accused(tmp_path, FILTER) == wanted
    assert accused(tmp_path, FILTER.replace("[login]", "00000000-0000-4000-8000-000000000001")) == wanted


def test_any_holds_for_every_rule_of_its_log_source(tmp_path: Path) -> None:
    """And for those of a narrower one; the look-up's source is another."""
    assert accused(tmp_path, FILTER.replace("[login]", "any")) == [("Login", "ws-02"), ("Look-up", "ws-01")]
    dns = FILTER.replace("[login]", "any").replace("category: network_connection", "service: dns")
    assert accused(tmp_path, dns) == [("Login", "ws-01"), ("Login", "ws-02"), ("Login", "ws-03")]


def test_several_filters_hold_together(tmp_path: Path) -> None:
    """A row must pass all of them."""
    other = FILTER.replace("Maintenance", "Other").replace("src: ws-01", "src: ws-02")
    assert accused(tmp_path, FILTER + "---" + other) == [("Look-up", "ws-01")]


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (FILTER.replace("[login]", "[logn]"), "'logn', which is not there", 21),
        (FILTER.replace("[login]", "[lookup]"), "'lookup', which is no rule of its log source", 19),
        (FILTER.replace("[login]", "[counted]"), "'counted', which is no rule of its log source", 19),
    ],
)
def test_a_filter_that_does_nothing_is_a_fault(tmp_path: Path, text: str, words: str, line: int) -> None:
    """Its maker would never know."""
    with pytest.raises(BadInput) as caught:
        accused(tmp_path, text)
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.line) == ("rule-reference", line)
    assert words in fault.message
