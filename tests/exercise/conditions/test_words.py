"""Conditions in plain words: none of the language of the file, and no number that nobody knows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exercise.test_values import FACTS, Told
from twin.exercise.conditions import read_condition
from twin.exercise.conditions.tree import Compared
from twin.exercise.conditions.words import in_words, lasting, worth
from twin.exercise.file import load_exercise
from twin.exercise.values import names_of, values

CODE = ("t(", "kpi.", ">=", "<=", "happened(", "held(", "count(")
NAMES = {"decision.cut": "Cut it off", "decision.cut.wait": "Watch it"}


@pytest.mark.parametrize("name", ["coffee-machine", "cold-night", "compromised-robot", "ransomware", "rogue-dns"])
def test_every_condition_of_a_shipped_exercise_has_plain_words(name: str) -> None:
    """When injects fire, when decisions open, how objectives are rated: by itself, and with its values."""
    loaded = load_exercise(name)
    names = names_of(loaded.exercise)
    nodes = [*loaded.opens.values(), *(node for rules in loaded.rates.values() for node in rules.values())]
    told = [in_words(node, names) for node in nodes]
    told += [part["words"] for node in nodes for part in values(node, Told(), {}, names)]
    assert nodes
    assert [words for words in told if any(code in words for code in CODE)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("now >= t(inject.silent-system) + 8 min", "8 min after inject silent-system"),
        ("t(inject.silent-system) + 8 min < now", "8 min after inject silent-system"),
        ("now - t(inject.first) > 4 min", "4 min after inject first"),
        ("now - last(alert.ws-04) <= 15 min", "no later than 15 min after the last alert on ws-04"),
        ("now >= t(inject.first)", "from inject first on"),
        ("now >= 20", "20 s after the start"),
        ("t(contained.ws-04) - t(alert.ws-04) <= 3 min", "ws-04 contained at most 3 min after its first alert"),
        ("t(contained.ws-04) <= t(alert) + 3 min", "ws-04 contained at most 3 min after the first alert"),
        ("t(decision.cut) <= 60", "the decision “Cut it off” taken at most 1 min after the start"),
        ("t(decision.cut.wait) < t(contained.gw)",
         "the decision “Cut it off” taken as “Watch it” before the containment of gw"),
        ("kpi.orders_late <= 20", "late orders at most 20"),
        ("20 < kpi.orders_late", "late orders more than 20"),
        ("kpi.near_misses >= 1", "near-misses at least 1"),
        ("kpi.assets_compromised / kpi.alerts > 0.5", "assets compromised divided by alerts more than 0.5"),
        ("held(kpi.orders_late > 20, 2 min)", "late orders more than 20, for 2 min"),
        ("count(alert.ws-04) >= 2", "how often an alert on ws-04 has been raised at least 2"),
        ("not happened(step.lock.effect)", "the step lock has not taken effect"),
        ("not (happened(step.lock) and happened(alarm))", "not (the step lock has begun and an alarm has been raised)"),
        ("(happened(start) or true) and false", "(the exercise has begun or always) and never"),
        ("now - kpi.alerts > now", "the time since the start minus alerts more than the time since the start"),
    ],
)  # fmt: skip
def test_it_is_said_as_people_say_it(text: str, words: str) -> None:
    """Whichever way round it was written; decisions by their titles."""
    assert in_words(read_condition(text), NAMES) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("now >= t(inject.first) + 6 min", "6 min after inject first: in 1 min"),
        ("now >= t(inject.first) + 2 min", "2 min after inject first: yes"),
        ("now >= t(inject.second) + 2 min", "2 min after inject second: not yet"),
        ("now < t(inject.first) + 2 min", "before 2 min after inject first: no longer"),
        ("now <= 1 h", "no later than 1 h after the start: yes"),
        ("t(inject.first) <= 2 min", "inject first fired after the start: 5 min, must be at most 2 min"),
        ("t(decision.cut) - t(inject.first) <= 2 min",
         "the decision cut taken after inject first: not yet, must be at most 2 min"),
        ("t(decision.cut) < t(inject.first)", "the decision cut taken before inject first: not yet"),
        ("kpi.orders_late <= 10", "late orders: 12, must be at most 10"),
        ("kpi.alerts <= 10", "alerts: not yet, must be at most 10"),
        ("count(inject.first) == 2", "how often inject first has fired: 1, must be exactly 2"),
    ],
)  # fmt: skip
def test_beside_it_stands_what_it_is_worth_now(text: str, words: str) -> None:
    """Numbers as people read them; what has not happened is not yet."""
    node = read_condition(text)
    assert isinstance(node, Compared)
    assert worth(node, FACTS) == words


def test_a_duration_has_no_empty_second_unit() -> None:
    """Three minutes are not "3 min 0 s"."""
    told = [lasting(span_s) for span_s in (0, 60, 100, 3600, 90_000)]
    assert told == ["0 s", "1 min", "1 min 40 s", "1 h", "1 d 1 h"]


NUMBERS = st.recursive(
    st.sampled_from(
        ("5", "0.5", "3 min", "now", "kpi.orders_late", "kpi.on_time_share", "t(inject.first)", "t(start)",
         "last(alert.ws-04)", "count(alarm)", "t(decision.cut.wait)", "t(contained.ws-04)", "t(step.lock.effect)")
    ),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join).map(lambda text: f"({text})"),
    max_leaves=3,
)  # fmt: skip
ASKED = st.one_of(
    st.sampled_from(("happened(decision.cut)", "happened(step.lock)", "true", "false")),
    st.tuples(NUMBERS, st.sampled_from(("<=", ">=", "<", ">", "==", "!=")), NUMBERS).map(" ".join),
)
CONDITIONS = st.recursive(
    ASKED,
    lambda inner: st.one_of(
        inner.map(lambda text: f"not ({text})"),
        inner.map(lambda text: f"held({text}, 90 s)"),
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(" ".join).map(lambda text: f"({text})"),
    ),
    max_leaves=4,
)


@given(CONDITIONS)
@settings(max_examples=200, deadline=None)
def test_whatever_can_be_written_can_be_said(text: str) -> None:
    """In words without the language of the file, with and without values; it is never refused."""
    node = read_condition(text)
    told = [in_words(node, NAMES), *(part["words"] for facts in (FACTS, Told()) for part in values(node, facts, {}))]
    assert [words for words in told if any(code in words for code in CODE)] == []
