"""Findings: what was heard, beside what the register says.

=============  ========================================================================================================
unknown        somebody was heard whom the register does not list
missing        the register lists somebody who was not heard for as long as its kind declares to be silent at most
not yet heard  the register lists somebody whose kind need not have spoken yet, or never has to by itself
intermittent   somebody fell silent for more than four times the period at which its kind speaks, and it was heard to
mis-zoned      somebody has an address in a network where the register keeps nobody of its kind, or where it says that
               this one does not belong
other kind     somebody is surely of another kind than the register says
disguised      hardware address and software name different makers
=============  ========================================================================================================

The register is what defenders know; the guesses come from traffic alone. A silence is measured to the end of what was
recorded, so that who left is intermittent too. Whoever says things at an interval that taps hear of others is expected
within it; nobody on a serial bus can be heard.

Sources: NIST SP 800-82 r3, section 6.1 (asset inventory; passive discovery); NISTIR 8259A. The four periods are a
judgement: three lost messages in a row happen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from twin.core.units import SECOND_US, format_duration
from twin.lab.inventory.guess import Guess, kinds
from twin.lab.inventory.hosts import Host
from twin.net.inventory import Asset

UNKNOWN, MISSING, QUIET, INTERMITTENT, MIS_ZONED, OTHER_KIND, DISGUISED = (
    "unknown", "missing", "not yet heard", "intermittent", "mis-zoned", "other kind", "disguised",
)  # fmt: skip
_PERIODS = 4


class Finding(NamedTuple):
    """One disagreement: what it is, about which address, and in words."""

    finding: str
    name: str
    address: str
    words: str


def findings_of(
    hosts: Mapping[str, Host], guesses: Mapping[str, Guess], register: Mapping[str, Asset]
) -> tuple[Finding, ...]:
    """Every disagreement between *hosts* and *register*, in order of sort and name."""
    found = [
        *_unknown(hosts, guesses, register),
        *_missing(hosts, register),
        *_intermittent(hosts, guesses, register),
        *_mis_zoned(hosts, guesses, register),
        *_other_kind(hosts, guesses, register),
        *_disguised(hosts, guesses),
    ]
    order = (UNKNOWN, MISSING, QUIET, INTERMITTENT, MIS_ZONED, OTHER_KIND, DISGUISED)
    return tuple(sorted(found, key=lambda each: (order.index(each.finding), each.name)))


def _unknown(
    hosts: Mapping[str, Host], guesses: Mapping[str, Guess], register: Mapping[str, Asset]
) -> Iterator[Finding]:
    for name, host in hosts.items():
        if name not in register:
            yield _finding(UNKNOWN, host, f"in no register; {guess_words(guesses[name])}")


def _missing(hosts: Mapping[str, Host], register: Mapping[str, Asset]) -> Iterator[Finding]:
    audible = {use.service for host in hosts.values() for use in host.uses}
    until_us = max((host.until_us for host in hosts.values()), default=0)
    for name, asset in register.items():
        if name not in hosts and asset.address and asset.function != "internet":
            period_s = _shortest_s(asset.kind, audible)
            late = bool(period_s) and until_us >= period_s * SECOND_US
            yield Finding(MISSING if late else QUIET, name, asset.address, _silence_words(asset.kind, period_s))


def _silence_words(kind: str, period_s: float) -> str:
    if not period_s:
        return f"registered as {kind}, which says nothing by itself that a tap hears"
    return f"registered as {kind}, which speaks every {format_duration(round(period_s * SECOND_US))}"


def _intermittent(
    hosts: Mapping[str, Host], guesses: Mapping[str, Guess], register: Mapping[str, Asset]
) -> Iterator[Finding]:
    for name, host in hosts.items():
        kind = register[name].kind if name in register else guesses[name].kind
        period_s = rhythm_s(kind, host)
        if period_s and host.silence_us > _PERIODS * period_s * SECOND_US:
            expected = format_duration(round(period_s * SECOND_US))
            words = (
                f"silent for {format_duration(host.silence_us)}; was heard to speak every {expected}, as {kind} does"
            )
            yield _finding(INTERMITTENT, host, words)


def _mis_zoned(
    hosts: Mapping[str, Host], guesses: Mapping[str, Guess], register: Mapping[str, Asset]
) -> Iterator[Finding]:
    places: dict[str, set[str]] = {name: {kind.function} for name, kind in kinds().items()}
    for asset in register.values():
        places.setdefault(asset.kind, set()).add(asset.function)
    for name, host in hosts.items():
        guess = guesses[name]
        if name in register:
            if register[name].function != host.network:
                words = f"has an address of the {host.network} network; the register says {register[name].function}"
                yield _finding(MIS_ZONED, host, words)
        elif guess.sure and host.network not in places[guess.kind]:
            usual = " or ".join(sorted(places[guess.kind]))
            yield _finding(MIS_ZONED, host, f"{guess.kind} in the {host.network} network; its like are in {usual}")


def _other_kind(
    hosts: Mapping[str, Host], guesses: Mapping[str, Guess], register: Mapping[str, Asset]
) -> Iterator[Finding]:
    for name, host in hosts.items():
        asset, guess = register.get(name), guesses[name]
        if asset is not None and guess.sure and guess.kind != asset.kind:
            yield _finding(OTHER_KIND, host, f"registered as {asset.kind}; {guess_words(guess)}")


def _disguised(hosts: Mapping[str, Host], guesses: Mapping[str, Guess]) -> Iterator[Finding]:
    for name, host in hosts.items():
        if guesses[name].maker.disguised:
            yield _finding(DISGUISED, host, "; ".join(guesses[name].maker.evidence))


def rhythm_s(kind: str, host: Host) -> float:
    """The shortest period (s) of what *kind* says regularly and *host* was heard to say; 0 where there is none.

    What a tap does not hear, since it stays behind one switch, promises nothing.
    """
    return _shortest_s(kind, {use.service for use in host.uses})


def _shortest_s(kind: str, services: Collection[str]) -> float:
    """The shortest period (s) of what *kind* says regularly over one of *services*; 0 where there is none."""
    sheet = kinds().get(kind)
    periods = (need.every_s for need in (sheet.needs if sheet else ()) if need.every_s and need.service in services)
    return min(periods, default=0.0)


def guess_words(guess: Guess) -> str:
    """``coffee_machine, 99 %``, or that nothing tells."""
    if not guess.kind:
        return f"of no clear kind, made by {guess.maker.name}" if guess.maker.name else "of no clear kind"
    return f"looks like {guess.kind} ({100 * guess.confidence:.0f} %)"


def _finding(finding: str, host: Host, words: str) -> Finding:
    return Finding(finding, host.name, host.address, words)
