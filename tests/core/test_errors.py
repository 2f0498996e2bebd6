"""Errors say what, where, the value, what is allowed and the remedy."""

from __future__ import annotations

from twin.core.errors import BadInput, Fault, InvariantBroken, Place, TwinError, nearest_word, remedy_for


def test_a_fault_reads_as_one_line_that_an_editor_can_jump_to() -> None:
    """File, line and column first, then the code, then the words; the remedy below."""
    fault = Fault(
        Place("zones.yaml", 7, 12), "unknown-kind", '"allowlist" is not a detector.', "did you mean allow_list?"
    )
    assert str(fault) == 'zones.yaml:7:12  unknown-kind  "allowlist" is not a detector.\n  did you mean allow_list?'
    assert str(Place("--hours")) == "--hours"


def test_all_faults_come_at_once_with_a_count() -> None:
    """The summary counts faults and places, and says that nothing was run."""
    faults = [Fault(Place("a.yaml", n), "unknown-key", "x") for n in (1, 2)]
    error = BadInput([*faults, Fault(Place("b.yaml"), "empty-file", "y")])
    assert error.summary() == "3 faults in 2 places; nothing was run.  (twin explain unknown-key)"
    assert str(error).count("\n") == 2
    assert isinstance(error, TwinError)


def test_the_nearest_word_is_offered_when_there_is_one() -> None:
    """Spelling is forgiven; a word like no other gets the list alone."""
    known = ["allow_list", "dns", "scan"]
    assert nearest_word("allowlist", known) == "allow_list"
    assert nearest_word("Allow-List", known) == "allow_list"
    assert nearest_word("coffe", ["camera", "coffee_machine"]) == "coffee_machine"
    assert remedy_for("dsn", known) == "did you mean dns?  known: allow_list, dns, scan"
    assert remedy_for("quux", known) == "known: allow_list, dns, scan"
    assert remedy_for("quux", []) == "known: none"


def test_of_many_known_words_the_most_alike_are_named() -> None:
    """A hundred robots do not fill a screen, nor a row of the log; eight words are enough to see the pattern."""
    known = [f"amr-{n:03d}" for n in range(1, 101)] + ["coffee-01", "dc-01"]
    remedy = remedy_for("coffe-1", known)
    assert remedy.startswith("did you mean coffee-01?  known: ")
    assert remedy.endswith(" ... and 94 more")
    assert "coffee-01" in remedy.partition("known:")[2]
    assert len(remedy) < 160
    assert remedy_for("x", "abcdefgh") == "known: a, b, c, d, e, f, g, h"
    assert remedy_for("dns", reversed(known)) == remedy_for("dns", known)


def test_a_broken_law_names_the_entity_and_the_time() -> None:
    """That is what one needs to replay it."""
    assert str(InvariantBroken("one robot a cell", "amr-007", 1_500_000, "cell 12")) == (
        "one robot a cell: amr-007 at 1.500000 s: cell 12"
    )
