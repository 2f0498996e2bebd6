"""What an attack used: the ways that its own flows went, or tried to go, and who they said they were.

An account is closed on all devices at once, and a rule may name nobody at either end: which asset such a measure acts
on says little about it. It *met* the attack where a flow that the attack made is one that it refuses, or shows the
account that it closed, whether that was before the measure or after it, and whether it was let in or not. Flows that no
tap saw are not known.

Source: ours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.attacks.lateral_movement import USER
from twin.core.log import Log
from twin.devices.parts.accounts import DOMAIN_ADMIN
from twin.lab.metrics.base import Evidence
from twin.lab.metrics.parts.containment import InForce
from twin.net.segmentation import ANY
from twin.responses.block_flow import parse_flow
from twin.responses.revoke_credential import parse_account

_ACCOUNTS = {USER: DOMAIN_ADMIN}
"""Accounts that a flow calls otherwise than a measure does."""


class Way(NamedTuple):
    """From whom to whom an attack's flow went, over what, and as whom."""

    src: str
    dst: str
    service: str
    account: str


def ways_used(log: Log) -> set[Way]:
    """The ways of all flows that an attack made."""
    flows, texts = log.since("flow"), log.names_of("flow")
    mine = np.isin(flows["flow"], log.since("label")["flow"])
    codes = np.unique(np.stack([flows[name][mine] for name in ("src", "dst", "service", "user")], axis=1), axis=0)
    named = (tuple(texts.text(int(code)) for code in row) for row in codes)
    return {Way(src, dst, service, _ACCOUNTS.get(user, user)) for src, dst, service, user in named}


def met_by(evidence: Evidence, measure: InForce) -> bool:
    """Whether *measure* closed an account or a flow that an attack used or tried to use."""
    if measure.response == "revoke_credential":
        account, place = parse_account(measure.target)
        return any(way.account == account and place in (ANY, way.dst) for way in ways_used(evidence.log))
    if measure.response == "block_flow":
        src, dst, service = parse_flow(measure.target)
        return any(
            src in (ANY, way.src, evidence.zone_of.get(way.src))
            and dst in (ANY, way.dst, evidence.zone_of.get(way.dst))
            and service in (ANY, way.service)
            for way in ways_used(evidence.log)
        )
    return False
