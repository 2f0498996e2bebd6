"""Kinds and names that a file takes from elsewhere."""

from __future__ import annotations

from tests.lab.written_files import at
from twin.core.errors import Fault
from twin.lab.kinds import MOST_SEARCHED, known_kind, known_name, split_choice, unique
from twin.lab.written import plain
from twin.lab.yaml_places import read_yaml
from twin.policies import POLICIES


def test_a_choice_is_split_into_kind_and_parameters() -> None:
    """What is written on one line becomes what the schema wants."""
    tree, _ = read_yaml("{kind: zones, vendor_exceptions: [camera]}", "p.yaml")
    faults: list[Fault] = []
    made = split_choice(tree, POLICIES, "a policy", faults)
    assert plain(made) == {"kind": "zones", "parameters": {"vendor_exceptions": ["camera"]}}
    assert faults == []


def test_an_unknown_kind_is_answered_with_the_nearest_and_the_known() -> None:
    """The design's example: a wrong word, the right one, and all of them."""
    tree, _ = read_yaml("kind: zone", "p.yaml")
    faults: list[Fault] = []
    assert not known_kind(tree["kind"], POLICIES, "a policy", faults)
    assert str(faults[0]) == (
        'p.yaml:1:7  unknown-kind  kind: "zone" is not a policy\n'
        "  did you mean zones?  known: flat, microsegmentation, vlan, zero_trust, zones"
    )


def test_an_unknown_parameter_is_named_at_its_key() -> None:
    """A parameter that the kind lacks is a fault of its own, whatever its value."""
    tree, _ = read_yaml("{kind: zones, vendor_exception: 3}", "p.yaml")
    faults: list[Fault] = []
    split_choice(tree, POLICIES, "a policy", faults)
    assert [(fault.code, at(fault)) for fault in faults] == [("unknown-parameter", (1, 15))]
    assert "did you mean vendor_exceptions?" in faults[0].remedy


def test_a_name_among_a_thousand_gets_only_the_nearest() -> None:
    """Nobody reads a list of a thousand names."""
    tree, _ = read_yaml("on: amr-0170\nother: zzz", "p.yaml")
    known = [f"amr-{n:03d}" for n in range(1000)]
    faults: list[Fault] = []
    known_name(tree["on"], known, "an asset", faults)
    known_name(tree["other"], known, "an asset", faults)
    assert faults[0].remedy in ("did you mean amr-017?", "did you mean amr-170?", "did you mean amr-070?")
    assert faults[1].remedy == "there are 1000: amr-000 to amr-999"


def test_what_was_meant_is_looked_for_a_few_times_and_no_more() -> None:
    """A text of thousands of wrong names is no slip, and a look at each name of a large site takes time."""
    tree, _ = read_yaml("[" + ", ".join(["amr-0170"] * (MOST_SEARCHED + 1)) + "]", "p.yaml")
    faults: list[Fault] = []
    for item in tree.items:
        known_name(item, [f"amr-{n:03d}" for n in range(1000)], "an asset", faults)
    assert faults[MOST_SEARCHED - 1].remedy.startswith("did you mean")
    assert faults[MOST_SEARCHED].remedy == "there are 1000: amr-000 to amr-999"


def test_a_name_taken_twice_is_a_fault_at_the_second() -> None:
    """The first holder keeps the name, and the message says where it is."""
    tree, _ = read_yaml("[a, b, a]", "p.yaml")
    faults: list[Fault] = []
    unique([(item.text, item) for item in tree.items], "a thing", faults)
    assert [(fault.code, at(fault)) for fault in faults] == [("duplicate-name", (1, 8))]
