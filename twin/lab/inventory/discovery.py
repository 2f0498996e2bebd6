"""Discovery: the inventory that passive monitoring writes from one recording, beside the register.

It reads observed rows, and bytes that an observer could read; the register comes second, to compare. Only when the
truth is asked for, and after everything else is done, the guesses are judged by it.

Source: NIST SP 1800-23 (passive asset discovery in operational networks).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from twin.core.units import SECOND_US
from twin.lab.inventory.findings import Finding, findings_of
from twin.lab.inventory.guess import Guess, guess
from twin.lab.inventory.handshakes import has_handshakes
from twin.lab.inventory.hosts import Host, hosts_of
from twin.lab.inventory.judged import Judgement, judged
from twin.lab.recording import Recording
from twin.lab.statistics import Estimate
from twin.net.inventory import Asset


@dataclass(frozen=True)
class Discovery:
    """Hosts in order of name, what each is taken for, and where that disagrees with the register.

    ``handshakes`` is whether what hosts say about themselves was read; of an import it is not.
    """

    hosts: tuple[Host, ...]
    guesses: dict[str, Guess]
    register: dict[str, Asset]
    findings: tuple[Finding, ...]
    judgement: Judgement | None = None
    handshakes: bool = True

    def to_json(self) -> dict[str, Any]:
        """One document; times in seconds after the start."""
        return {
            "handshakes_read": self.handshakes,
            "hosts": [self._host_json(host) for host in self.hosts],
            "findings": [finding._asdict() for finding in self.findings],
            "truth": None if self.judgement is None else _judgement_json(self.judgement),
        }

    def _host_json(self, host: Host) -> dict[str, Any]:
        made, known = self.guesses[host.name], self.register.get(host.name)
        return {
            "address": host.address,
            "mac": host.mac,
            "registered_as": known.name if known else None,
            "registered_kind": known.kind if known else None,
            "network": host.network,
            "first_s": host.first_us / SECOND_US,
            "last_s": host.last_us / SECOND_US,
            "longest_silence_s": host.silence_us / SECOND_US,
            "exchanges": host.exchanges,
            "offers": [asdict(offer) for offer in host.offers],
            "uses": [asdict(use) for use in host.uses],
            "said": asdict(host.handshake),
            "maker": made.maker.name or None,
            "kind": made.kind or None,
            "confidence": round(made.confidence, 4),
            "second": made.second or None,
            "evidence": list(made.evidence),
        }


def discover(recording: Recording, *, truth: bool = False) -> Discovery:
    """The inventory of *recording*; with *truth*, judged by what there really is."""
    hosts = hosts_of(recording)
    audible = frozenset(use.service for host in hosts for use in host.uses if use.answered)
    guesses = {host.name: guess(host, audible) for host in hosts}
    register = {asset.name: asset for asset in recording.assets if asset.registered}
    findings = findings_of({host.name: host for host in hosts}, guesses, register)
    judgement = judged(guesses, findings, recording.assets) if truth else None
    return Discovery(hosts, guesses, register, findings, judgement, has_handshakes(recording))


def _judgement_json(judgement: Judgement) -> dict[str, Any]:
    plain = judgement._asdict() | {"kinds": [score._asdict() for score in judgement.kinds]}
    return {name: value.to_json() if isinstance(value, Estimate) else value for name, value in plain.items()}
