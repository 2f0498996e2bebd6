"""Laws of verdicts: the tables say what a slow and obvious reading of the rules says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import FEW_SERVICES, every_triple, inventories, network_of, segmentations, small_hub
from twin.core.names import Names
from twin.net.enforcement import Lines
from twin.net.inventory import Inventory
from twin.net.protocols import PROTOCOLS
from twin.net.segmentation import ANY, Rule, Segmentation, Zone
from twin.net.verdicts import SERVICES, Verdicts
from twin.policies import POLICIES

Verdict = tuple[str, bool]


def _fits(rule: Rule, src: str, dst: str, service: str, zone_of: dict[str, str]) -> bool:
    def end(want: str, name: str) -> bool:
        return want in (ANY, name, zone_of.get(name))

    return end(rule.src, src) and end(rule.dst, dst) and rule.service in (ANY, service)


def _first(fitting: list[Rule], made: Segmentation, inventory: Inventory, *ranks: tuple[int, int]) -> Verdict | None:
    """The first rule of the first of *ranks*: (assets named, zones named)."""
    zones = {zone.name for zone in made.zones}
    for rank in ranks:
        for rule in fitting:
            ends = (rule.src, rule.dst)
            if rank == (sum(end in inventory.index for end in ends), sum(end in zones for end in ends)):
                return rule.name, rule.action == "allow"
    return None


def _zonal(made: Segmentation, home: str | None, away: str | None, service: str) -> Verdict | None:
    """The conduit from zone to zone, or what goes on inside one."""
    for conduit in made.conduits:
        if (conduit.src, conduit.dst) == (home, away) and {service, ANY} & set(conduit.services):
            return f"conduit:{home}>{away}", True
    return (f"inside:{home}", made.inside == "allow") if home is not None and home == away else None


def _reference(made: Segmentation, inventory: Inventory, src: str, dst: str, service: str) -> Verdict:
    """Name and action of the line that decides: walk through the documented order of precedence."""
    zone_of = dict(made.zone_of)
    fitting = [rule for rule in made.rules if _fits(rule, src, dst, service, zone_of)]
    return (
        _first(fitting, made, inventory, (2, 0), (1, 1), (1, 0), (0, 2))
        or _zonal(made, zone_of.get(src), zone_of.get(dst), service)
        or _first(fitting, made, inventory, (0, 1), (0, 0))
        or ("default", made.default == "allow")
    )


def _decided(made: Segmentation, inventory: Inventory) -> dict[tuple[str, str, str], Verdict]:
    network = network_of(inventory, made)
    src, dst, service = every_triple(inventory, (*FEW_SERVICES, "telnet"))
    names = [asset.name for asset in inventory.assets]
    lines = [network.lines[int(line)] for line in network.decide(src, dst, service)]
    return {
        (names[s], names[d], SERVICES[v]): (line.name, line.allow)
        for s, d, v, line in zip(src, dst, service, lines, strict=True)
    }


@given(data=st.data(), inventory=inventories())
def test_the_tables_agree_with_reading_the_rules_one_by_one(data: st.DataObject, inventory: Inventory) -> None:
    """Any zones, conduits and rules: the same line decides, for every pair and every service."""
    made = data.draw(segmentations(inventory))
    decided = _decided(made, inventory)
    assert decided == {triple: _reference(made, inventory, *triple) for triple in decided}


@given(data=st.data(), inventory=inventories())
def test_verdicts_do_not_depend_on_the_order_of_assets(data: st.DataObject, inventory: Inventory) -> None:
    """Numbers of assets are bookkeeping and decide nothing."""
    made = data.draw(segmentations(inventory))
    other = Inventory(tuple(data.draw(st.permutations(inventory.assets))), inventory.demands)
    assert _decided(made, inventory) == _decided(made, other)


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_the_tables_agree_for_each_policy(kind: str) -> None:
    """What the policies on the shelf compile is read the same way."""
    hub = small_hub()
    made = POLICIES[kind]().compile(hub)
    decided = _decided(made, hub)
    assert decided == {triple: _reference(made, hub, *triple) for triple in decided}


def test_a_name_for_both_an_asset_and_a_zone_is_refused() -> None:
    """A rule could not say which of the two it means."""
    made = Segmentation("any", (Zone("dc-01", ("dc-01",), "a"),), (), ())
    with pytest.raises(ValueError, match="'dc-01' names a zone and something else"):
        Verdicts(small_hub(), made, Lines(Names()))


@pytest.mark.parametrize(("src", "dst"), [("nobody", ANY), ("dc-01", "nobody")])
def test_a_rule_about_nobody_is_refused(src: str, dst: str) -> None:
    """A misspelt name must not become a rule without effect."""
    made = Segmentation("any", (), (), (Rule("r", src, dst, ANY, "allow", ""),))
    with pytest.raises(ValueError, match="'nobody' is neither an asset nor a zone"):
        Verdicts(small_hub(), made, Lines(Names()))


def test_services_are_numbered_in_order_of_name() -> None:
    """The number of a service is its place on the sorted shelf."""
    assert tuple(sorted(PROTOCOLS)) == SERVICES


def test_long_columns_are_decided_as_short_ones() -> None:
    """Working in chunks changes nothing."""
    hub = small_hub()
    network = network_of(hub, POLICIES["zones"]().compile(hub))
    src, dst, service = (np.tile(column, 30) for column in every_triple(hub))
    once = network.decide(*every_triple(hub))
    assert (network.decide(src, dst, service) == np.tile(once, 30)).all()


@given(data=st.data(), inventory=inventories())
def test_every_rule_and_conduit_has_the_line_of_its_name(data: st.DataObject, inventory: Inventory) -> None:
    """``rule_lines`` and ``conduit_lines`` are in the order of the segmentation."""
    made = data.draw(segmentations(inventory))
    network = network_of(inventory, made)
    lines = [network.lines[line].name for line in network.verdicts.rule_lines]
    assert lines == [rule.name for rule in made.rules]
    lines = [network.lines[line].name for line in network.verdicts.conduit_lines]
    assert lines == [f"conduit:{conduit.src}>{conduit.dst}" for conduit in made.conduits]


@pytest.mark.parametrize("policy", sorted(POLICIES))
@pytest.mark.parametrize("service", [name for name in SERVICES if PROTOCOLS[name].link_local])
def test_what_is_link_local_passes_inside_a_segment_and_nowhere_else(policy: str, service: str) -> None:
    """Whatever the policy says: no router passes it on, and no rule stands between two ports of a segment."""
    inventory = small_hub()
    made = POLICIES[policy]().compile(inventory)
    lines = Lines(Names())
    verdicts = Verdicts(inventory, made, lines)
    segment = {zone.name: zone.segment for zone in made.zones}
    src, dst = (ends.ravel().astype(np.int64) for ends in np.indices((len(inventory.assets),) * 2))
    decided = verdicts.decide(src, dst, np.full(len(src), SERVICES.index(service), dtype=np.int64))
    for one, other, line in zip(src.tolist(), dst.tolist(), decided.tolist(), strict=True):
        homes = [segment.get(made.zone_of.get(inventory.assets[end].name, ""), "") for end in (one, other)]
        assert lines[line].name == ("link-local" if homes[0] == homes[1] else "not-routed")
