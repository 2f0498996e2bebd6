"""Words explained."""

from __future__ import annotations

import pytest

from tests.lab.written_files import only
from twin.lab.explain import explain
from twin.lab.faults import FAULTS
from twin.lab.shelves import SHELVES

KINDS = [(shelf, kind) for shelf, table in SHELVES.items() for kind in table.entries]


@pytest.mark.parametrize(("shelf", "kind"), KINDS)
def test_every_kind_is_explained(shelf: str, kind: str) -> None:
    """A title, the text of its module, and its facts, under the shelf that it is on."""
    (found,) = [meaning for meaning in explain(kind) if meaning.shelf == shelf]
    assert found.title
    assert found.text
    assert kind in str(found)


def test_parameters_come_with_default_range_and_meaning() -> None:
    """The unit is in the name, the rest in one line; technique ids stand first."""
    (found,) = explain("port-scan")
    assert found.facts["technique"] == "T0846.001"
    assert found.facts["rate_per_s"] == "default 10; allowed: above 0 to 10000; probes a second"


def test_a_word_on_two_shelves_has_two_meanings() -> None:
    """The word dns is a detector and a protocol."""
    assert [meaning.shelf for meaning in explain("dns")] == ["detectors", "protocols"]


def test_a_device_tells_its_needs_and_traits() -> None:
    """Vendor demands that ask for too much are marked."""
    (found,) = explain("hvac_controller")
    assert any("asks for more" in words for words in found.facts.values())
    assert "trait default_credentials" in found.facts


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_every_fault_is_explained(code: str) -> None:
    """Meaning, example and remedy."""
    (found,) = explain(code)
    assert (found.shelf, found.title) == ("faults", FAULTS[code].meaning)
    assert FAULTS[code].remedy in str(found)


def test_an_unknown_word_is_answered_with_the_nearest() -> None:
    """The list of all words would be too long, so only the nearest is named."""
    fault = only(lambda: explain("tampred_navigation"))
    assert (fault.code, fault.remedy) == ("unknown-word", "did you mean tampered_navigation?")
    assert only(lambda: explain("qqqqqq")).remedy == "twin list shows every kind"


def test_a_device_is_explained_with_what_it_is_like_to_look_after() -> None:
    """Whether an agent runs, how often it is patched, what stands open, and what its maker is like."""
    (camera,) = explain("camera")
    assert camera.facts["agent"] == "cannot run one"
    assert camera.facts["patches"] == "every 365 days"
    assert camera.facts["maker: takes reports"] == "no"
    (cloud,) = explain("vendor_cloud")
    assert not [name for name in cloud.facts if name.startswith("maker")]
