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
    assert remedy_for("dsn", known) == "did you mean dns?  known: allow_list, dns, scan"
    assert remedy_for("quux", known) == "known: allow_list, dns, scan"
    assert remedy_for("quux", []) == "known: none"


def test_a_broken_law_names_the_entity_and_the_time() -> None:
    """That is what one needs to replay it."""
    assert str(InvariantBroken("one robot a cell", "amr-007", 1_500_000, "cell 12")) == (
        "one robot a cell: amr-007 at 1.500000 s: cell 12"
    )
