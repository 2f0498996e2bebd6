"""Each detector says what it cannot do without, and what it does without."""

from __future__ import annotations

import pytest

from tests.watching import SEEN, hub, watch
from twin.detectors import DETECTORS
from twin.lab.importers.parts.assets import seen
from twin.lab.unknowns import Known, hindrance, knowledge_of, limits
from twin.net.inventory import Demand, Need

KNOW_NOTHING = {"always", "never", "random"}
NEEDED = [Demand("ws-01", "dc-01", Need("dc-01", "ldap", "logs in"))]


@pytest.mark.parametrize("kind", sorted(set(DETECTORS) - KNOW_NOTHING))
def test_nothing_recorded_hinders_every_detector(kind: str) -> None:
    """And each says why."""
    assert hindrance(kind, Known(watch(assets=()), ()))


@pytest.mark.parametrize("kind", DETECTORS)
def test_everything_known_hinders_and_limits_none(kind: str) -> None:
    """The hub of the detectors' own tests."""
    known = Known(watch(NEEDED, zones={"ws-01": "office", "dc-01": "identity"}), SEEN)
    assert (hindrance(kind, known), limits(kind, known)) == ("", "")


def test_an_allow_list_without_needs_would_accuse_everybody() -> None:
    """So it is not started, and the remedy is named; others go on with less."""
    known = Known(watch(assets=hub()), ("flow",), verdicts=False)
    assert "name the site" in hindrance("allow_list", known)
    assert hindrance("volume", known) == hindrance("dns", known) == hindrance("scan", known) == ""
    assert "least bytes" in limits("volume", known)
    assert "denied" in limits("sigma", known)


def test_physics_without_sensors_is_hindered() -> None:
    """Readings alone say nothing without thermometers that the register knows."""
    known = Known(watch(assets=()), ("reading",))
    assert "thermometers" in hindrance("cusum", known)
    assert "register" in hindrance("physical_residual", known)


def test_who_looks_for_strangers_is_not_told_of_them() -> None:
    """But of the internet's, which are no strangers of the hub; and without a register there is nothing to find."""
    inside, outside = seen([("10.9.9.9", ()), ("8.8.8.8", ())], ())
    told = knowledge_of("unknown_asset", watch(assets=(*hub(), inside, outside))).inventory.by_name
    assert ("10.9.9.9" in told, "8.8.8.8" in told, "dc-01" in told) == (False, True, True)
    assert "10.9.9.9" in knowledge_of("scan", watch(assets=(inside, outside))).inventory.by_name
    assert "stranger" in hindrance("unknown_asset", Known(watch(assets=(inside, outside)), ("flow",)))


def test_a_detector_of_somebody_elses_is_just_run() -> None:
    """Nobody knows what it needs."""
    assert hindrance("mine", Known(watch(), ())) == limits("mine", Known(watch(), ())) == ""


def test_where_kinds_are_unknown_rules_that_except_some_except_nobody() -> None:
    """A silence and a noise, and both are told."""
    (stranger, _) = seen([("10.9.9.9", ()), ("8.8.8.8", ())], ())
    said = limits("sigma", Known(watch(assets=(stranger,)), ("flow",)))
    assert "find nobody" in said
    assert "except nobody" in said
