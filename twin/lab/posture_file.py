"""A posture file, checked: policy, taps, ruleset and response plan, each kind with its parameters beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twin.core.errors import Fault
from twin.detectors import DETECTORS
from twin.devices import DEVICES
from twin.lab.kinds import known_name, split_choice, unique
from twin.lab.naming import device_groups
from twin.lab.playbook_file import check_approvers, check_entities, check_playbook, named_playbook
from twin.lab.response_plan import USUAL_CREW
from twin.lab.rule_files import check_rule_files
from twin.lab.scenario import Posture, Site
from twin.lab.shape import check
from twin.lab.written import Written
from twin.net.inventory import FUNCTIONS
from twin.net.taps import PLACES
from twin.policies import POLICIES


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


def check_playbooks(written: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    """Faults for playbooks whose triggers and targets name none of *assets*."""
    plan = written.entries.get("response")
    check_entities(_playbooks(plan, []) if plan else [], assets, faults)


def _plan(plan: Written, faults: list[Fault]) -> Written:
    playbooks = plan.entries.get("playbooks")
    if playbooks is None or not isinstance(playbooks.value, list):
        return plan
    books = _playbooks(plan, faults)
    unique([(book["name"].text, book["name"]) for book in books if "name" in book.entries], "a playbook", faults)
    check_approvers(books, _who_approves(plan), faults)
    return plan.with_entries({**plan.entries, "playbooks": replace(playbooks, value=books)})


def _playbooks(plan: Written, faults: list[Fault]) -> list[Written]:
    """The playbooks of a plan, those that are only named read from their files."""
    playbooks = plan.entries.get("playbooks")
    listed = playbooks.items if playbooks else []
    found = (named_playbook(wanted, faults) for wanted in listed)
    return [check_playbook(book, faults) for book in found if book is not None]


def _who_approves(plan: Written) -> list[str]:
    """The tiers and crews of a plan, by the words that an approver is named by."""
    team = plan.entries.get("team")
    if team is None or not team.items:
        analysts = plan.entries.get("analysts")
        return [] if analysts is not None and analysts.value == 0 else ["tier-1", USUAL_CREW]
    crews = [crew for crew in team.items if "name" in crew.entries]
    tiers = sorted({f"tier-{crew['tier'].value if 'tier' in crew.entries else 1}" for crew in crews})
    return [*tiers, *(crew["name"].text for crew in crews)]
