"""A rule that counts is put to events in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.lab.detection.rules import rules_in
from twin.lab.detection.sequences import alerts_on, sources_of, wrong_events
from twin.lab.scenario import Choice

TEXT = """
title: Refused
name: refused
logsource: {category: network_connection}
detection:
  s: {action: deny}
  condition: s
---
title: Refused often
correlation:
  type: event_count
  rules: [refused]
  group-by: [src]
  timespan: 10s
  condition: {gte: 3}
"""


@pytest.mark.parametrize(("times", "alert"), [((0, 4, 8), True), ((0, 4), False), ((0, 20, 40), False)])
def test_enough_events_in_time_are_an_alert(tmp_path: Path, times: tuple[float, ...], alert: bool) -> None:
    """Three in ten seconds, and not fewer, and not slower."""
    path = tmp_path / "often.yml"
    path.write_text(TEXT, encoding="utf-8")
    _, rule = rules_in([path])
    assert rule.correlates
    choice = Choice(kind="sigma", parameters={"rules": [str(path)]})
    events = [{"time_s": at, "action": "deny", "src": "ws-01", "dst": "dc-01", "service": "smb"} for at in times]
    assert alerts_on(rule, events, choice, "small") == alert


@pytest.mark.parametrize(("event", "words"), [
    ({"time_s": 1, "table": "label"}, "no table"), ({"time_s": 1, "sorce": "x"}, "field .sorce. of flow: did you mean"),
])  # fmt: skip
def test_what_is_no_row_is_refused(tmp_path: Path, event: dict[str, object], words: str) -> None:
    """Truth is no evidence either."""
    (tmp_path / "often.yml").write_text(TEXT, encoding="utf-8")
    rule = rules_in([tmp_path])[1]
    with pytest.raises(ValueError, match=words):
        alerts_on(rule, [event], Choice(kind="sigma", parameters={"rules": [str(tmp_path)]}), "small")


def test_times_may_be_left_out_and_names_are_the_rule_s(tmp_path: Path) -> None:
    """A second apart; a word of Zeek is the column that the rule means by it."""
    path = tmp_path / "often.yml"
    path.write_text(TEXT.replace("{action: deny}", "{conn_state: REJ}"), encoding="utf-8")
    rule = rules_in([path])[1]
    choice = Choice(kind="sigma", parameters={"rules": [str(path)]})
    refused = {"conn_state": "REJ", "id.orig_h": "ws-01", "dst": "dc-01"}
    assert alerts_on(rule, [refused] * 3, choice, "small")
    assert not alerts_on(rule, [refused] * 2, choice, "small")


def test_events_of_another_log_are_read_by_nobody(tmp_path: Path) -> None:
    """A case of them would be kept whatever the rule says."""
    path = tmp_path / "often.yml"
    path.write_text(TEXT.replace("{category: network_connection}", "{service: dns}"), encoding="utf-8")
    rule = rules_in([path])[1]
    sources = sources_of(rule, Choice(kind="sigma", parameters={"rules": [str(path)]}))
    assert [source.service for source in sources] == ["dns"]
    assert wrong_events([{"action": "deny", "src": "ws-01"}], "small", sources) == []
    (wrong,) = wrong_events([{"action": "deny", "service": "smb"}], "small", sources)
    assert (wrong.code, "only dns" in wrong.problem) == ("contradicts-itself", True)
