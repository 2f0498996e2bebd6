"""What the assets of a site are called.

A group of devices gives ``<name>-01`` and on: at least two digits, as many as its count needs, three for robots
(``amr-017``). A single device that is not numbered has just its name. The robots' count is the fleet's: one number
rules the floor and the network.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.lab.scenario import DeviceGroup, Site

ROBOT_KIND = "amr"


def members(group: DeviceGroup) -> tuple[str, ...]:
    """Names of the assets of one group, in order."""
    prefix = group.name or group.kind.replace("_", "-")
    if group.count == 1 and not group.numbered:
        return (prefix,)
    width = max(3 if group.kind == ROBOT_KIND else 2, len(str(group.count)))
    return tuple(f"{prefix}-{number:0{width}d}" for number in range(1, group.count + 1))


def device_groups(site: Site) -> Iterator[DeviceGroup]:
    """The site's groups, the robots' with the fleet's count; there are robots even if no group lists them."""
    listed = False
    for group in site.devices:
        robots = group.kind == ROBOT_KIND
        listed = listed or robots
        yield group.model_copy(update={"count": site.plant.fleet.count}) if robots else group
    if not listed:
        yield DeviceGroup(kind=ROBOT_KIND, count=site.plant.fleet.count)


def asset_names(site: Site) -> dict[str, DeviceGroup]:
    """Every asset of *site* by name, with the group it comes from."""
    return {name: group for group in device_groups(site) for name in members(group)}
