"""What a step presupposes, in words, with how much of it the site has.

A door that no device leaves open makes a step vain wherever it is tried, so the sheet counts: of the targets, how many
have a port that anybody can use, how many still take the factory password.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from twin.lab.scenario import Step
from twin.lab.stories.progress import attack_of
from twin.net.inventory import Asset

_DOORS = (
    ("default_credentials", "default_credentials", "a factory password still in force"),
    ("former_account", "former_account", "an account that nobody took away"),
    ("known_hole", "holes", "a hole known in its firmware"),
)


def needs_of(step: Step, assets: Sequence[Asset]) -> Iterator[str]:
    """Each thing that *step* presupposes."""
    targets = [asset for asset in assets if any(fnmatchcase(asset.name, pattern) for pattern in step.on)]
    attack = attack_of(step)
    if attack is None:  # an adversary finds its own way in
        yield from _by_hand(step, targets, str(step.parameters.get("way", "port")))
        return
    if attack.by_hand:
        yield from _by_hand(step, targets, getattr(attack, "way", ""))
    elif step.start:
        yield f"holds {step.start}"
    elif step.after:
        yield f"what {step.after} won"
    service = getattr(attack, "service", "")
    if service:
        offered = sum(service in asset.services for asset in targets)
        yield f"{service} reachable on {_of(offered, targets, 'offer it')}"
    for kind, trait, words in _DOORS:
        if step.kind == kind:
            yield f"{words}: {_of(_with(targets, trait), targets, 'have one')}"


def _by_hand(step: Step, targets: Sequence[Asset], way: str) -> Iterator[str]:
    if way == "phishing":
        yield f"somebody at {', '.join(step.on)} who opens what they are sent"
    elif way == "port":
        yield f"hands on a service port: {_of(_with(targets, 'physical_port'), targets, 'have one')}"
    elif way == "held":
        yield f"holds {', '.join(step.on)}"
    elif step.after:
        yield f"what {step.after} opened"
    else:
        yield "hands on the device, or its maker's update"


def _with(targets: Sequence[Asset], trait: str) -> int:
    return sum(bool(asset.traits.get(trait)) for asset in targets)


def _of(count: int, targets: Sequence[Asset], verb: str) -> str:
    if not targets:
        return "whatever was won"
    return f"{count} of {len(targets)} targets {verb}"
