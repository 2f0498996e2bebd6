"""A posture file, checked: policy, ruleset and response plan, each kind with its parameters beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twin.core.errors import Fault
from twin.detectors import DETECTORS
from twin.devices import DEVICES
from twin.lab.kinds import known_name, split_choice, unique
from twin.lab.rule_files import check_rule_files
from twin.lab.scenario import Posture
from twin.lab.shape import check
from twin.lab.written import Written
from twin.net.inventory import FUNCTIONS
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
    if "response" in entries:
        entries["response"] = _plan(entries["response"], faults)
    return check(Posture, written.with_entries(entries), faults)


def check_exceptions(written: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    """Faults for ``vendor_exceptions`` that name no kind of device and none of *assets*.

    An exception that fits nothing grants nothing, and nobody would notice.
    """
    policy = written.entries.get("policy")
    exceptions = policy.entries.get("vendor_exceptions") if policy else None
    for wanted in exceptions.items if exceptions else []:
        known_name(wanted, [*DEVICES.entries, *assets], "a kind of device or an asset of the site", faults)


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
