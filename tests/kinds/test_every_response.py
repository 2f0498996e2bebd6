"""What every response on the shelf must do."""

from __future__ import annotations

import importlib
import io
import re

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from tests.worlds import small_world
from twin.devices.world import World
from twin.responses import RESPONSES

kinds = pytest.mark.parametrize("kind", sorted(RESPONSES))
TARGETS = {
    "asset": ("amr-001", "amr-002"), "zone": ("internet", "everything"), "flow": ("ws-01>dc-01:smb", "ws-02>*"),
    "tap": ("core", "edge"),
}  # fmt: skip


def targets(kind: str, world: World) -> tuple[str, str]:
    """Two legal targets."""
    zones = [zone.name for zone in world.network.segmentation.zones if zone.name != "internet"]
    return (zones[0], zones[1]) if RESPONSES[kind].target_is == "zone" else TARGETS[RESPONSES[kind].target_is]


def snapshot(world: World) -> object:
    """Everything that a response may change."""
    taps = world.network.paths.taps.state()
    return world.network.state(), taps, set(world.devices["amr"].halted)  # type: ignore[attr-defined]


@kinds
def test_it_survives_a_file(kind: str) -> None:
    """Written to YAML and read again it is equal."""
    response = RESPONSES[kind]()
    text = io.StringIO()
    YAML(typ="safe").dump(response.model_dump(mode="json"), text)
    assert RESPONSES[kind].model_validate(YAML(typ="safe").load(text.getvalue())) == response


@kinds
def test_it_refuses_parameters_it_does_not_know(kind: str) -> None:
    """A misspelt parameter is named, not ignored."""
    with pytest.raises(ValidationError, match="dealy_s"):
        RESPONSES[kind].model_validate({"dealy_s": 3})


@kinds
def test_its_file_teaches_and_names_its_sources(kind: str) -> None:
    """The module says what it does and where that is written; each parameter says what it is."""
    assert re.search(r"^Sources: \S", importlib.import_module(f"twin.responses.{kind}").__doc__ or "", re.MULTILINE)
    assert all(field.description for field in RESPONSES[kind].model_fields.values())


@kinds
def test_a_legal_target_is_not_refused_and_a_strange_one_is(kind: str) -> None:
    """The refusal says in words what is wrong."""
    world, response = small_world("zones"), RESPONSES[kind]()
    assert response.refusal(world, targets(kind, world)[0]) is None
    for strange in ("amr-0001", "", "nobody>nothing"):
        assert response.refusal(world, strange)


@kinds
def test_it_changes_something_and_undo_restores_it_exactly(kind: str) -> None:
    """Rules and device state are what they were."""
    world = small_world("zones")
    before = snapshot(world)
    undo = RESPONSES[kind]().apply(world, targets(kind, world)[0])
    assert snapshot(world) != before
    undo()
    assert snapshot(world) == before


@kinds
def test_two_are_undone_in_any_order(kind: str) -> None:
    """Undoing the first leaves the second in force."""
    world = small_world("zones")
    before, (one, two) = snapshot(world), targets(kind, world)
    first = RESPONSES[kind]().apply(world, one)
    second = RESPONSES[kind]().apply(world, two)
    first()
    left = snapshot(world)
    second()
    assert snapshot(world) == before
    RESPONSES[kind]().apply(world, two)
    assert snapshot(world) == left


@kinds
def test_settling_the_world_is_left_to_the_session(kind: str) -> None:
    """A kind changes rules or state and nothing else: who calls it settles before and tells after, once for all."""
    world = small_world("zones")
    told: list[str] = []
    world.on_change.append(lambda: told.append("changed"))
    RESPONSES[kind]().apply(world, targets(kind, world)[0])()
    assert told == []
