"""Values that know their places."""

from __future__ import annotations

from twin.core.errors import Fault, Place
from twin.lab.written import Written, in_order, plain, show

HERE = Place("a.yaml", 3, 5)


def test_plain_forgets_the_places_and_nothing_else() -> None:
    """A tree gives back the lists, mappings and scalars that it holds."""
    tree = Written({"a": Written([Written(1, HERE), Written("x", HERE)], HERE)}, HERE)
    assert plain(tree) == {"a": [1, "x"]}


def test_a_fault_stands_at_the_value_or_at_its_key() -> None:
    """An unknown key is the key's fault, a wrong value the value's; both name the path."""
    value = Written(7, HERE, "plant.x", Place("a.yaml", 3, 2))
    assert value.fault("c", "no").place == HERE
    assert value.fault("c", "no", at_key=True) == Fault(Place("a.yaml", 3, 2), "c", "plant.x: no")


def test_messages_quote_values_shortly() -> None:
    """Text is quoted, long text is cut, and what is no scalar is named."""
    shown = [show(Written(value, HERE)) for value in ("x", 1.5, True, None, [], {})]
    assert shown == ['"x"', "1.5", "true", "nothing", "a list", "a mapping"]
    assert len(show(Written("y" * 500, HERE))) <= 60


def test_faults_are_ordered_by_place_and_told_once() -> None:
    """A reader goes through a file from top to bottom."""
    late, early = Fault(Place("a", 9, 1), "c", "m"), Fault(Place("a", 2, 1), "c", "m")
    assert in_order([late, early, late]) == [early, late]


def test_a_value_answers_as_a_list_a_mapping_or_text() -> None:
    """What a value is not reads as empty, so checks need no question first."""
    text = Written("x", HERE)
    assert (text.text, text.items, text.entries) == ("x", [], {})
    assert Written({"a": text}, HERE)["a"] is text
