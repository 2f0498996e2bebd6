"""Asking for cases, and deciding them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar

import pytest

import twin
from twin.core.errors import BadInput, Fault, InvariantBroken
from twin.lab.verify import CASES, suite
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.lab.verify.suite import AGAIN, Request, case_of, decide, plan, range_words, verify


def faults(cases: list[str], settings: Mapping[str, float]) -> tuple[Fault, ...]:
    """What is wrong with asking for that."""
    with pytest.raises(BadInput) as caught:
        plan(cases, settings)
    return caught.value.faults


def test_all_printed_rows_are_there_and_in_order() -> None:
    """V1 to V35, and what was added beyond the table after them."""
    numbers = [int(name[1:]) for name in CASES]
    assert numbers[:35] == list(range(1, 36))
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("name", CASES)
def test_a_case_says_what_it_is(name: str) -> None:
    """Title, source, inputs within their ranges, and models that exist."""
    case = case_of(name)
    assert case.title
    assert case.source
    for entry in case.inputs.values():
        assert entry.doc
        assert entry.least <= entry.value <= entry.most
        assert not entry.whole or entry.value == int(entry.value)
    case.refuse({key: entry.value for key, entry in case.inputs.items()})
    for model in case.model.split(", "):
        package, _, attribute = model.rpartition(".")
        assert hasattr(import_module(package), attribute) or find_spec(model) is not None


def test_a_request_without_names_is_for_all() -> None:
    """In the order of the table; names are taken in any case and order."""
    assert [request.name for request in plan([], {})] == list(CASES)
    assert [request.name for request in plan(["v6", "V2", "V6"], {})] == ["V2", "V6"]


def test_a_setting_changes_the_input_of_its_case() -> None:
    """And of no other."""
    (request,) = plan(["V2"], {"servers": 4})
    assert request.inputs == {"arrivals_per_h": 12.0, "service_min": 10.0, "servers": 4, "longer_than_min": 15.0}


def test_every_mistake_is_answered_at_once() -> None:
    """An unknown case with the nearest, an unknown input with all of them and their ranges, a value out of range."""
    (fault,) = faults(["V99"], {})
    assert (fault.code, "V9" in fault.remedy) == ("unknown-case", True)
    unknown, outside, fraction = faults(["V2"], {"server": 4, "service_min": 0, "servers": 2.5})
    assert (unknown.code, outside.code, fraction.code) == ("unknown-input", "out-of-range", "out-of-range")
    assert "did you mean servers?" in unknown.remedy
    assert "servers (1 to 50, whole)" in unknown.remedy
    assert (outside.remedy, fraction.remedy) == ("allowed: 0.001 to 10000 min", "allowed: 1 to 50, whole")
    (fault,) = faults(["V2"], {"servers": float("nan")})
    assert fault.code == "out-of-range"
    (fault,) = faults([], {"servers": 4})
    assert fault.code == "bad-setting"


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("V1", {"arrivals_per_s": 1.0}, "without end"),
        ("V1", {"arrivals_per_s": 0.99}, "too long to measure"),
        ("V2", {"servers": 2}, "without end"),
        ("V2", {"servers": 12}, "too rare"),
        ("V5", {"bays_3": 60}, "too rare"),
        ("V8", {"urgent_per_s": 0.6}, "without end"),
        ("V9", {"crew": 10}, "nobody would ever wait"),
        ("V10", {"chargers_1": 60}, "too rare"),
        ("V35", {"side_m": 60, "most_robots": 1600}, "room for"),
    ],
)
def test_inputs_that_make_no_sense_together_are_refused_in_words(
    name: str, settings: Mapping[str, float], words: str
) -> None:
    """Nothing is run."""
    (fault,) = faults([name], settings)
    assert fault.code == "bad-value"
    assert words in fault.message


class _Flaky(Case):
    """Misses at the first seed, and as often as ``misses`` says."""

    title, source, model = "flaky", "none", "twin.lab.verify.base.Case"
    inputs: ClassVar[Mapping[str, Input]] = {}
    misses: ClassVar[set[int]] = {1}

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """One exact finding, one that misses by chance."""
        del inputs
        low = 1.001 if seed in self.misses else 0.99
        return [exact("x", "", 1.0, 1.0), Finding("y", "", 1.0, low + 0.01, low=low, high=low + 0.02)]


def test_what_misses_is_measured_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """With other draws: the second measurement decides, and says that it is one."""
    monkeypatch.setattr(suite, "case_of", lambda _: _Flaky())
    found = decide(Request("V0", {}), 1)
    assert found.passed
    assert [finding.tries for finding in found.findings] == [1, 2]
    assert [finding.tries for finding in decide(Request("V0", {}), 2).findings] == [1, 1]
    monkeypatch.setattr(_Flaky, "misses", {1, 1 + AGAIN})
    assert not decide(Request("V0", {}), 1).passed


def test_a_model_that_breaks_its_own_law_fails_its_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other cases go on."""

    class Broken(_Flaky):
        """Breaks."""

        def run(self, inputs: Inputs, seed: int) -> list[Finding]:
            """At once."""
            del inputs, seed
            raise InvariantBroken("one robot a place", "amr-001", 500_000, "place 3 is reserved by nobody")

    monkeypatch.setattr(suite, "case_of", lambda _: Broken())
    found = decide(Request("V0", {}), 1)
    assert not found.passed
    assert "amr-001" in found.broken
    assert found.to_json()["broken"] == found.broken


def test_workers_and_seeds_do_not_change_a_verdict_but_the_seed() -> None:
    """Two processes find what one finds; another seed finds other numbers."""
    alone = verify(["V6", "V33"], {})
    shared = verify(["V6", "V33"], {}, workers=2)
    assert [each.findings for each in alone] == [each.findings for each in shared]
    (other,) = verify(["V33"], seed=2)
    assert other.passed
    assert other.findings[0].measured != alone[1].findings[0].measured


def test_it_is_part_of_the_public_face() -> None:
    """``twin.verify`` tells how far it is."""
    told = list[tuple[int, int]]()
    (found,) = twin.verify(["V13"], {"speed_1_mps": 1.0}, progress=lambda done, jobs: told.append((done, jobs)))
    assert (found.request.name, found.passed, told) == ("V13", True, [(1, 1)])
    with pytest.raises(BadInput, match="--workers"):
        twin.verify(["V13"], workers=0)


def test_a_range_is_said_in_words() -> None:
    """With unit, and whether whole numbers are wanted."""
    assert range_words(Input(1, "m", "", 0.5, 20)) == "0.5 to 20 m"
    assert range_words(Input(1, "", "", 1, 20, whole=True)) == "1 to 20, whole"
