"""The sieve leaves to each rule the rows that match it, and says which sources had a row."""

from __future__ import annotations

import numpy as np
import pytest

from tests.detectors.test_sigma import PACK
from tests.kinds.test_every_detector import noise
from tests.watching import batch, flow, watch
from twin.detectors.sigma_rules.correlate import Round
from twin.detectors.sigma_rules.fields import Field, Source
from twin.detectors.sigma_rules.predicates import Predicate, text_is
from twin.detectors.sigma_rules.read import read_rules
from twin.detectors.sigma_rules.rows import Rows
from twin.detectors.sigma_rules.sieve import Rule, Sieve, SiftedRound
from twin.detectors.sigma_rules.view import Facts, Views


def test_what_is_left_is_what_every_rule_of_the_pack_finds_by_itself() -> None:
    """The same rows batch after batch, among them texts that were never seen before, and the same sources met."""
    seen = watch()
    judgements = read_rules([PACK / folder for folder in ("ot", "iot", "network", "physical")])
    rules = [rule for judgement in judgements for rule in judgement.asked]
    words = {word: seen.names.code(word) for judgement in judgements for word in judgement.words}
    plain, facts = Facts(seen), Facts(seen)
    sieve, hits = Sieve(rules, seen.names, facts), 0
    for part in range(12):
        given = noise(seen, part)
        alone = Round(Views(given, words, plain), seen.names, given.to_us)
        views = Views(given, words, facts)
        sifted = SiftedRound(sieve.sifted(given.tables, views), views, given)
        for source, match in rules:
            view, rows = alone.rows(source, match)
            wanted = view.places()[rows].tolist() if view else []
            left, found = sifted.rows(source, match)
            assert (left.places()[found].tolist() if left else []) == wanted
            hits += len(wanted)
    assert hits
    assert facts.met >= {source for source, _ in rules if source in plain.met}


@pytest.mark.parametrize("rules", [1, 61, 62, 63, 130])
def test_it_holds_any_number_of_rules(rules: int) -> None:
    """A word of bits is full at 62; rule n wants destination n."""
    seen, source = watch(), Source("flow")
    asked: list[Rule] = [(source, text_is(Field("dst", "name"), f"host-{n}")) for n in range(rules)]
    given = batch(seen, 10, flow=[flow(1, "ws-01", f"host-{n}") for n in range(rules)])
    facts = Facts(seen)
    views = Views(given, {}, facts)
    sifted = Sieve(asked, seen.names, facts).sifted(given.tables, views)
    found = [sifted.matches(*rule) for rule in asked]
    assert [view.places()[rows].tolist() for view, rows in found if view] == [[n] for n in range(rules)]


def test_a_rule_is_asked_only_about_rows_of_its_source() -> None:
    """Of two services only the one that has a row is met, and asked."""
    seen, asked = watch(), []

    def counting(service: str) -> Predicate:
        def match(rows: Rows) -> np.ndarray:
            asked.append(service)
            return rows.every

        return match

    rules: list[Rule] = [(Source("flow", name), counting(name)) for name in ("dns", "smb")]
    facts = Facts(seen)
    sieve = Sieve(rules, seen.names, facts)
    given = batch(seen, 10, flow=[flow(1, "ws-01", "dns-01", "dns"), flow(2, "ws-01", "dc-01")])
    views = Views(given, {name: seen.names.code(name) for name in ("dns", "smb")}, facts)
    sifted = sieve.sifted(given.tables, views)
    found = [sifted.matches(*rule) for rule in rules]
    assert [len(rows) for _, rows in found] == [1, 0]
    assert asked == ["dns"]
    assert facts.met == {Source("flow", "dns"), Source("flow")}


def test_no_rows_are_left_of_none() -> None:
    """An empty batch asks nobody."""
    seen, source = watch(), Source("flow")
    facts, match = Facts(seen), text_is(Field("dst", "name"), "dc-01")
    given = batch(seen, 10)
    views = Views(given, {}, facts)
    view, rows = Sieve([(source, match)], seen.names, facts).sifted(given.tables, views).matches(source, match)
    assert view is None
    assert not len(rows)
