"""A posture file, checked: policy, taps, ruleset and response plan, each kind with its parameters beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twin.core.errors import Fault
from twin.detectors import DETECTORS
from twin.devices import DEVICES
from twin.lab.kinds import known_name, split_choice, unique
from twin.lab.naming import device_groups
from twin.lab.rule_files import check_rule_files
from twin.lab.scenario import Posture, Site
from twin.lab.shape import check
from twin.lab.written import Written
from twin.net.inventory import FUNCTIONS
from twin.net.taps import PLACES
from twin.policies import POLICIES
from twin.responses import RESPONSES


def check_posture(written: Written, faults: list[Fault]) -> Posture | None:
    """The posture, or None with everything that is wrong added to *faults*."""
    entries = dict(written.entries)
    if "policy" in entries:
        entries["policy"] = split_choice(entries["policy"], POLICIES, "a policy", faults)
    if "ruleset" in entries and isinstance(entries["ruleset"].value, list):
        for rule in entries["ruleset"].items:
            check_rule_files(rule, faults)
        rules = [
            split_choice(_without_empty(rule), DETECTORS, "a detector", faults) for rule in entries["ruleset"].items
        ]
        entries["ruleset"] = replace(entries["ruleset"], value=rules)
    if "taps" in entries:
        places = [tap["at"] for tap in _taps(written) if "at" in tap.entries]
        unique([(place.text, place) for place in places if place.text], "a tap", faults)
    if "response" in entries:
        entries["response"] = _plan(entries["response"], faults)
    return check(Posture, written.with_entries(entries), faults)


def check_exceptions(written: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    """Faults for exceptions, and for lists of who is let in, that name no kind of device and none of *assets*.

    What fits nothing grants or refuses nothing, and nobody would notice. Who is let in may be named by function too.
    """
    policy = written.entries.get("policy")
    exceptions = policy.entries.get("vendor_exceptions") if policy else None
    for wanted in exceptions.items if exceptions else []:
        known_name(wanted, [*DEVICES.entries, *assets], "a kind of device or an asset of the site", faults)
    admission = policy.entries.get("admission") if policy else None
    lists = [admission.entries.get(key) for key in ("unregistered", "without_supplicant")] if admission else []
    known = [*DEVICES.entries, *assets, *FUNCTIONS]
    for wanted in [each for listed in lists if listed and isinstance(listed.value, list) for each in listed.items]:
        known_name(wanted, known, "a kind of device, an asset of the site or a function of assets", faults)


def check_taps(written: Written, site: Site, faults: list[Fault]) -> None:
    """Faults for taps at places that *site* does not have: a tap that hangs nowhere sees nothing."""
    groups = [group for group in device_groups(site) if not DEVICES[group.kind].on_bus]
    inside = [group for group in groups if (group.function or DEVICES[group.kind].function) != "internet"]
    switches = sorted({group.switch or DEVICES[group.kind].switch for group in inside})
    for tap in _taps(written):
        if "at" in tap.entries:
            known_name(tap["at"], [*PLACES, *switches], "a place where this site can be listened to", faults)


def _taps(written: Written) -> list[Written]:
    """The taps that are mappings, as written."""
    taps = written.entries.get("taps")
    listed = taps.items if taps and isinstance(taps.value, list) else []
    return [tap for tap in listed if isinstance(tap.value, dict)]


def _without_empty(rule: Written) -> Written:
    """The detector without an empty list of rules, which has its fault already."""
    kept = {key: value for key, value in rule.entries.items() if key != "rules" or value.value != []}
    return rule if len(kept) == len(rule.entries) else rule.with_entries(kept)


def _plan(plan: Written, faults: list[Fault]) -> Written:
    playbooks = plan.entries.get("playbooks")
    if playbooks is None or not isinstance(playbooks.value, list):
        return plan
    unique(
        [(book["name"].text, book["name"]) for book in playbooks.items if "name" in book.entries], "a playbook", faults
    )
    made = [_playbook(book, faults) for book in playbooks.items]
    return plan.with_entries({**plan.entries, "playbooks": replace(playbooks, value=made)})


def _playbook(book: Written, faults: list[Fault]) -> Written:
    functions = book.entries.get("functions")
    for wanted in functions.items if functions else []:
        known_name(wanted, FUNCTIONS, "a function of assets", faults)
    if "response" not in book.entries:
        return book
    response = split_choice(book["response"], RESPONSES, "a response", faults)
    return book.with_entries({**book.entries, "response": response})
