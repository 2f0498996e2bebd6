"""Targets: what can be acted on, as far as anybody at the table knows of it."""

from __future__ import annotations

import pytest

from tests.exercise.trial import begun
from twin.exercise.targets import Targets, accused, targets_of
from twin.responses import RESPONSES

NOBODY: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def targets() -> Targets:
    """Of every response, on the tiny hub."""
    return Targets(begun().live.built.world, tuple(RESPONSES.entries))


@pytest.mark.parametrize("kind", tuple(RESPONSES.entries))
def test_every_response_has_targets_and_takes_each(kind: str, targets: Targets) -> None:
    """The hub would not refuse one of them for good."""
    world = begun().live.built.world
    named = targets.of(kind, NOBODY)
    assert named
    assert [RESPONSES[kind]().never(world, each) for each in named] == [None] * len(named)


def test_what_is_in_no_register_is_offered_once_it_was_accused(targets: Targets) -> None:
    """Until then nobody has heard of it, in whatever a target is written."""
    for kind, shown in (("isolate_device", "implant-01"), ("block_flow", "implant-01>*")):
        assert shown not in targets.of(kind, NOBODY)
        assert shown in targets.of(kind, frozenset({"implant-01"}))


def test_what_is_written_freely_fits_or_not(targets: Targets) -> None:
    """Flows and accounts at assets, of names that are known; nothing else is written freely."""
    assert targets.fits("block_flow", "amr-001>dc-01:smb", NOBODY)
    assert not targets.fits("block_flow", "implant-01>dc-01", NOBODY)
    assert targets.fits("block_flow", "implant-01>dc-01", frozenset({"implant-01"}))
    assert not targets.fits("block_flow", "nobody>dc-01", NOBODY)
    assert not targets.fits("isolate_device", "amr-001", NOBODY)
    assert not targets.fits("revoke_credential", "admin@implant-01", NOBODY)


def test_accused_is_whom_an_alert_has_named() -> None:
    """Up to now, and nobody before."""
    assert accused(begun(to_s=100)) == NOBODY
    engine = begun(to_s=150)
    assert accused(engine) == {"amr-001"}
    assert "amr-001" in targets_of(engine, "isolate_device")
