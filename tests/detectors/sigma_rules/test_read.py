"""Reading rules: what is understood, and how faults are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.errors import BadInput, Fault
from twin.detectors.sigma_rules.correlate import Correlation, Hits, Matches
from twin.detectors.sigma_rules.read import load_rules, read_rules

GOOD = """
title: Shell on a robot
id: 00000000-0000-4000-8000-000000000001
tags: [attack.lateral_movement, attack.t0886]
logsource: {service: ssh}
detection:
  robot: {dst_kind: amr}
  condition: robot
level: high
"""
BASE = """
title: Refused
name: refused
logsource: {category: network_connection}
detection:
  s: {action: deny}
  condition: s
"""
COUNT = """
title: Often refused
correlation:
  type: event_count
  rules: [refused]
  group-by: [dst]
  timespan: 5m
  condition: {gt: 3}
level: informational
"""


def written(folder: Path, **texts: str) -> Path:
    """A folder with rule files."""
    for name, text in texts.items():
        (folder / f"{name}.yml").write_text(text)
    return folder


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with the rules in *folder*."""
    with pytest.raises(BadInput) as caught:
        read_rules([folder])
    return caught.value.faults


def test_a_rule_becomes_a_judgement(tmp_path: Path) -> None:
    """Title, level, first technique, source and whom it accuses."""
    (rule,) = read_rules([written(tmp_path, a=GOOD)])
    assert (rule.title, rule.level, rule.technique) == ("Shell on a robot", "high", "T0886")
    assert (rule.source.table, rule.source.service, rule.entity.column) == ("flow", "ssh", "src")


def test_a_correlation_silences_its_base_and_accuses_its_group(tmp_path: Path) -> None:
    """Base rules may lie in other files; ``gt 3`` needs four; informational counts as low."""
    (rule,) = read_rules([written(tmp_path, a=COUNT, b=BASE)])
    assert isinstance(rule.match, Correlation)
    bounds = rule.match.asked.bounds
    assert bounds
    assert bounds.least() == 4
    (base,) = rule.match.bases
    assert isinstance(base, Matches)
    assert (rule.match.asked.span_us, base.entity.column, rule.level) == (300_000_000, "dst", "low")


def test_a_base_that_generates_speaks_too(tmp_path: Path) -> None:
    """``generate: true`` keeps the base rule's own alerts."""
    rules = read_rules([written(tmp_path, a=COUNT.replace("  type:", "  generate: true\n  type:"), b=BASE)])
    assert [rule.title for rule in rules] == ["Often refused", "Refused"]


def test_a_file_may_be_named_itself(tmp_path: Path) -> None:
    """Files and folders alike."""
    assert len(read_rules([written(tmp_path, a=GOOD) / "a.yml"])) == 1


def test_a_rule_says_who_wrote_it_and_where_it_is(tmp_path: Path) -> None:
    """Id, author, tags, file and line travel with it; a rule without id goes by its name."""
    text = GOOD + "author: somebody\n---\n" + BASE
    shell, refused = sorted(read_rules([written(tmp_path, a=text)]), key=lambda rule: rule.line)
    assert (shell.rule, shell.author) == ("00000000-0000-4000-8000-000000000001", "somebody")
    assert shell.tags == ("attack.lateral_movement", "attack.t0886")
    assert (refused.rule, refused.path, refused.line) == ("refused", tmp_path / "a.yml", 13)


CHAIN = """
title: Waves
name: waves
correlation: {type: event_count, rules: [often], group-by: [dst], timespan: 1h, condition: {gte: 2}}
"""
NAMED = COUNT.replace("title", "name: often\ntitle")


def test_a_correlation_of_correlations_rests_on_them(tmp_path: Path) -> None:
    """Only the last of the chain speaks."""
    (rule,) = read_rules([written(tmp_path, a=CHAIN, b=NAMED, c=BASE)])
    assert isinstance(rule.match, Correlation)
    (base,) = rule.match.bases
    assert isinstance(base, Hits)
    assert (rule.title, base.correlation.asked.rules) == ("Waves", ("refused",))


def test_correlations_that_rest_on_each_other_are_named_as_a_ring(tmp_path: Path) -> None:
    """Once, with the way round."""
    text = CHAIN + "---" + NAMED.replace("[refused]", "[waves]")
    faults = faults_of(written(tmp_path, a=text))
    assert [(fault.code, fault.place.line) for fault in faults] == [("rule-cycle", 4)]
    assert "waves -> often -> waves" in faults[0].message


@pytest.mark.parametrize(
    ("text", "code", "words", "line"),
    [
        (GOOD.replace("ssh", "sssh"), "source-unknown", "logsource service 'sssh'", 5),
        (GOOD.replace("dst_kind", "dst_knid"), "field-unknown", "field 'dst_knid'", 7),
        (GOOD.replace("condition: robot", "condition: robots"), "bad-rules", "Detection 'robots' not defined", 8),
        (GOOD.replace("dst_kind", "dst_kind|frobnicate"), "unknown-modifier", "frobnicate", 7),
        (GOOD.replace("level: high", "level: hihg"), "not-a-choice", "level 'hihg'", 9),
        (GOOD.replace("level: high", "status: tested"), "not-a-choice", "status 'tested'", 9),
        (GOOD.replace("00000000-0000", "zero"), "bad-rules", "UUID", 3),
        (GOOD.replace("condition: robot", "condition: robot | count() > 3"), "rule-aggregation", "behind a pipe", 8),
        (GOOD.replace("title: Shell on a robot\n", ""), "bad-rules", "title", 2),
        (BASE + "---" + COUNT.replace("[refused]", "[missing]"), "rule-reference", "'missing' is not there", 12),
        (BASE + "---" + COUNT.replace("[dst]", "[dts]"), "field-unknown", "'dts'", 13),
        (BASE + "---" + COUNT.replace("5m", "soon"), "bad-rules", "'soon'", 14),
        (BASE + "---" + NAMED + "---" + CHAIN.replace("[dst]", "[src]"), "bad-rules", "'src' of correlation", 21),
        (BASE + "---" + BASE.replace("Refused", "Other"), "rule-duplicate", "name 'refused'", 10),
        (BASE + "---" + BASE.replace("refused", "other"), "rule-duplicate", "title 'Refused'", 9),
        ("title: [", "bad-yaml", "node content", 2),
        ("", "missing-rules", "no rule in this file", 1),
        (BASE.replace("detection", "detektion"), "bad-rules", "detection", 2),
    ],
)
def test_what_is_wrong_is_named_at_its_line(tmp_path: Path, text: str, code: str, words: str, line: int) -> None:
    """File, line, rule and construct, once, with what to write instead."""
    (fault,) = faults_of(written(tmp_path, a=text))
    assert (fault.code, fault.place.source, fault.place.line) == (code, str(tmp_path / "a.yml"), line)
    assert words in fault.message
    assert fault.remedy


JOINED = """
title: Joined
correlation:
  type: TYPE
  rules: [refused, other]
  timespan: 5m
"""
OTHER = BASE.replace("Refused", "Other").replace("refused", "other")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  group-by: [who]\n  aliases: {who: {refused: src, other: dst_port}}\n", "a number in another"),
        ("  condition: {gte: 5, field: src}\n", "value_sum of a text"),
        (
            "  condition: {gte: 5, field: x}\n  aliases: {x: {refused: duration, other: bytes_out}}\n",
            "in different units",
        ),
    ],
)
def test_fields_that_cannot_be_joined_are_refused(tmp_path: Path, text: str, words: str) -> None:
    """A text is never a number, and a second no byte."""
    kind = "temporal" if "group-by" in text else "value_sum"
    rules = BASE + "---" + OTHER + "---" + JOINED.replace("TYPE", kind) + text
    (fault,) = faults_of(written(tmp_path, a=rules))
    assert words in fault.message


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """Two wrong rules, a wrong file, a missing folder: four faults."""
    wrong = GOOD.replace("ssh", "sssh")
    other = wrong.replace("Shell", "Another shell").replace("0001", "0002")
    with pytest.raises(BadInput) as caught:
        read_rules([written(tmp_path, a=wrong, b=other, c="- x"), tmp_path / "missing"])
    codes = sorted(fault.code for fault in caught.value.faults)
    assert codes == ["missing-rules", "not-a-mapping", "source-unknown", "source-unknown"]


def test_a_folder_without_rules_is_a_fault(tmp_path: Path) -> None:
    """A ruleset that is empty by mistake must not look like a quiet day."""
    assert [fault.code for fault in faults_of(tmp_path)] == ["missing-rules"]


def test_a_correlation_is_refused_with_the_rule_that_it_rests_on(tmp_path: Path) -> None:
    """Its reason is the rule; the fault is said once, of the rule."""
    text = BASE.replace("network_connection", "process_creation") + "---" + NAMED + "---" + CHAIN + "---" + GOOD
    found = load_rules([written(tmp_path, a=text)])
    assert [judgement.title for judgement in found.judgements] == ["Shell on a robot"]
    assert [(each.title, each.status) for each in found.refused] == [
        ("Refused", "source-unknown"), ("Often refused", "source-unknown"), ("Waves", "source-unknown"),
    ]  # fmt: skip
    assert "rests on rule 'Refused'" in found.refused[1].reason
    assert len(found.unmet) == 1
