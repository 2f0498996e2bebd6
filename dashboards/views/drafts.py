"""Drafts of policies: what can be changed about one, and what a changed one is called."""

from __future__ import annotations

from typing import Any, NamedTuple, get_args

from twin.lab.build import register
from twin.lab.loader import load_posture, load_site, load_story
from twin.lab.policy.bench import Draft
from twin.policies import POLICIES
from twin.policies.parts.egress import Egress
from twin.policies.parts.keys import KeyScope

FIRST = ("flat", "zones", "zero-trust")
"""Postures that lie on the bench when the page is opened."""
EGRESS: dict[str, str] = {"own": "as the kind has it", "any": "anything", "needs": "what needs name", "none": "nothing"}
KEYS: dict[str, str] = {"own": "as the kind has it", "shared": "one for all", "device": "one for each device"}


class Widened(NamedTuple):
    """What somebody may change of a posture's policy; the rest of its options stays."""

    kind: str
    exceptions: tuple[str, ...]
    egress: str
    keys: str
    internal_dns: bool
    monitor: bool


def kinds() -> list[str]:
    """Kinds of policies."""
    return list(POLICIES.entries)


def egresses() -> list[str]:
    """What may leave for the internet."""
    return list(get_args(get_args(Egress)[0]))


def key_scopes() -> list[str]:
    """Whose key a session needs."""
    return list(get_args(get_args(KeyScope)[0]))


def as_it_is(posture: str) -> Widened:
    """The policy of *posture*, as far as it can be changed here."""
    choice = load_posture(posture).policy
    made = POLICIES[choice.kind](**choice.parameters)
    return Widened(
        choice.kind, tuple(made.vendor_exceptions), made.egress, made.key_scope, made.internal_dns, made.monitor
    )


def draft(posture: str, wanted: Widened, name: str = "") -> Draft:
    """*posture* with the policy that is *wanted*; called *name*, or by what differs."""
    choice = load_posture(posture).policy
    kept = dict(choice.parameters) if choice.kind == wanted.kind else {}
    changes: dict[str, Any] = {
        "vendor_exceptions": list(wanted.exceptions), "egress": wanted.egress, "key_scope": wanted.keys,
        "internal_dns": wanted.internal_dns, "monitor": wanted.monitor,
    }  # fmt: skip
    usual = {"vendor_exceptions": [], "egress": "own", "key_scope": "own", "internal_dns": False, "monitor": False}
    policy = {"kind": wanted.kind, **kept, **changes}
    policy = {key: value for key, value in policy.items() if key == "kind" or value != usual.get(key)}
    return Draft.of(name.strip() or called(posture, wanted), posture, policy)


def called(posture: str, wanted: Widened) -> str:
    """The posture's name, with what differs from it."""
    old = as_it_is(posture)
    words = [posture]
    if wanted.kind != old.kind:
        words.append(f"as {wanted.kind}")
    words += [f"+ {name}" for name in wanted.exceptions if name not in old.exceptions]
    words += [f"without {name}" for name in old.exceptions if name not in wanted.exceptions]
    words += [f"egress {wanted.egress}"] * (wanted.egress != old.egress)
    words += [f"keys {wanted.keys}"] * (wanted.keys != old.keys)
    words += ["own names" if wanted.internal_dns else "any names"] * (wanted.internal_dns != old.internal_dns)
    words += ["watched only" if wanted.monitor else "enforced"] * (wanted.monitor != old.monitor)
    return " ".join(words)


def could_be_excepted(story: str, site: str | None) -> list[str]:
    """Kinds of devices whose vendors ask for more than the purpose wants, at the site."""
    inventory = register(load_site(site or load_story(story).site))
    return sorted({inventory.by_name[demand.src].kind for demand in inventory.demands if demand.need.excessive})
