"""Guess: which kind of device a host is, with what speaks for it and how sure that is.

Each device kind has a data sheet: its maker, the services that it offers, the flows that it needs and how often (its
manufacturer usage description). A host shows features; each is more or less likely for each kind, independently, and
all kinds are equally common beforehand: naive Bayes. The confidence is the posterior probability. What a host does not
do counts little, and only where the taps hear it from others, since what stays behind one switch is not heard; what it
does beyond its sheet counts three times at most, so that a captured device that knocks on a thousand doors is still
recognised by everything else.

Sources: RFC 8520 (Manufacturer Usage Description); naive Bayes: D. Hand, K. Yu, Idiot's Bayes, Int. Stat. Review 69
(2001); device identification from flows: A. Sivanathan et al., IEEE Trans. Mobile Computing 18 (2019). The likelihoods
are judgements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from math import exp, log
from typing import NamedTuple

from twin.core.units import SECOND_US
from twin.devices import DEVICES
from twin.devices.base import Device
from twin.lab.inventory.hosts import Host, Use
from twin.lab.inventory.makers import Maker, known_makers, maker_of

SURE, LIKELY = 0.9, 0.6
"""Confidence from which a guess is sure, and from which it is made at all [judgement]."""

_OWN_MAKER, _NAMED_USE, _STRANGE_USE, _UNHEARD = 0.9, 0.7, 0.02, 0.3
_OWN_OFFER, _STRANGE_OFFER = 0.5, 0.02
_IN_RHYTHM, _OFF_RHYTHM, _OWN_WORD, _OTHER_WORD = 0.8, 0.2, 0.8, 0.2
_OWN_NAME, _OTHER_NAME = 0.5, 0.05
_STRANGE_AT_MOST = 3
_ENOUGH = 4
"""Exchanges from which a period counts."""
_SLACK = 0.25
"""How far, as a share, a period may be off."""
_TELLING = 3.0
"""How many times likelier than on average a feature is that counts as evidence."""


class Feature(NamedTuple):
    """Something that a host shows: in words, and how likely each kind shows it."""

    words: str
    likelihood: Mapping[str, float]


class Guess(NamedTuple):
    """The likeliest kind (empty below :data:`LIKELY`), how sure that is, the second, and what speaks for the first."""

    kind: str
    confidence: float
    second: str
    evidence: tuple[str, ...]
    maker: Maker

    @property
    def sure(self) -> bool:
        """Whether one may act on it."""
        return bool(self.kind) and self.confidence >= SURE


@cache
def kinds() -> Mapping[str, type[Device]]:
    """Data sheets of what can stand inside the hub with an address of its own."""
    return {name: kind for name, kind in DEVICES.items() if not kind.outside and not kind.on_bus}


def guess(host: Host, audible: frozenset[str]) -> Guess:
    """What *host* is; *audible* are the services that the taps heard answered, by anybody."""
    maker = maker_of(host.mac, host.handshake)
    features = list(_features(host, maker, audible))
    if not features:
        return Guess("", 0.0, "", (), maker)
    posterior = _posterior(features)
    first, second = sorted(posterior, key=lambda kind: (-posterior[kind], kind))[:2]
    kind = first if posterior[first] >= LIKELY else ""
    return Guess(kind, posterior[first], second, _evidence(features, first), maker)


def _posterior(features: list[Feature]) -> dict[str, float]:
    score = {kind: sum(log(feature.likelihood[kind]) for feature in features) for kind in kinds()}
    best = max(score.values())
    weight = {kind: exp(value - best) for kind, value in score.items()}
    total = sum(weight.values())
    return {kind: value / total for kind, value in weight.items()}


def _evidence(features: list[Feature], kind: str) -> tuple[str, ...]:
    """What is much likelier for *kind* than for kinds on average, the most telling first."""
    gains = {}
    for feature in features:
        usual = sum(feature.likelihood.values()) / len(feature.likelihood)
        gain = feature.likelihood[kind] / usual
        if gain >= _TELLING and feature.words:
            gains[feature.words] = gain
    return tuple(sorted(gains, key=lambda words: (-gains[words], words)))


def _features(host: Host, maker: Maker, audible: frozenset[str]) -> Iterator[Feature]:
    if maker.name:
        other = (1 - _OWN_MAKER) / max(1, len(known_makers()) - 1)
        words = "; ".join(maker.evidence)
        yield _feature(words, lambda kind: _OWN_MAKER if kind.vendor == maker.name else other)
    yield from _named(host.handshake.host_name)
    yield from _capped(host)
    for use in host.uses:
        yield from _manner(use)
    yield from _unheard(host, audible)


def _named(host_name: str) -> Iterator[Feature]:
    """What a device calls itself, where that is the word for a kind."""
    called = [kind for kind in kinds() if host_name.startswith(kind.replace("_", "-"))]
    if called:
        best = max(called, key=len)
        yield Feature(
            f"calls itself {host_name}", {kind: _OWN_NAME if kind == best else _OTHER_NAME for kind in kinds()}
        )


def _unheard(host: Host, audible: frozenset[str]) -> Iterator[Feature]:
    """Regular flows that a kind needs and the host did not open, though the taps hear that service from others."""
    heard = {use.service for use in host.uses}
    for service, every_s in _expected().items():
        if service in audible and service not in heard and host.heard_us >= 3 * every_s * SECOND_US:
            likelihood = {name: _UNHEARD if _needs_regularly(kind, service) else 1.0 for name, kind in kinds().items()}
            yield Feature("", likelihood)


def _capped(host: Host) -> Iterator[Feature]:
    """Services offered and used; what no sheet explains counts three times at most for each kind."""
    shown = [
        *((f"offers {offer.service}", offer.service, True) for offer in host.offers),
        *((f"opens {use.service}", use.service, False) for use in host.uses),
    ]
    strange = dict.fromkeys(kinds(), 0)
    for words, service, offered in dict.fromkeys(shown):
        likelihood = {}
        for name, kind in kinds().items():
            own = service in kind.services if offered else any(need.service == service for need in kind.needs)
            strange[name] += not own
            odd = 1.0 if strange[name] > _STRANGE_AT_MOST else _STRANGE_OFFER if offered else _STRANGE_USE
            likelihood[name] = (_OWN_OFFER if offered else _NAMED_USE) if own else odd
        yield Feature(words, likelihood)


def _manner(use: Use) -> Iterator[Feature]:
    """How a service is used: its rhythm and its words."""
    period = use.period_s
    if period is not None and use.exchanges >= _ENOUGH:
        words = f"{use.service} every {period:,.0f} s"
        yield _feature(words, lambda kind: _match(kind, use, period, _IN_RHYTHM, _OFF_RHYTHM))
    if use.verbs:
        words = f"{use.service} {'/'.join(use.verbs[:3])}"
        yield _feature(words, lambda kind: _match(kind, use, None, _OWN_WORD, _OTHER_WORD))


def _match(kind: type[Device], use: Use, period_s: float | None, yes: float, no: float) -> float:
    """How likely *kind* uses the service in this rhythm, or with these words; no matter where it does not use it."""
    needs = [need for need in kind.needs if need.service == use.service]
    if period_s is not None:
        needs = [need for need in needs if need.every_s]
        fits = any(abs(period_s / need.every_s - 1) <= _SLACK for need in needs)
    else:
        needs = [need for need in needs if need.verbs]
        fits = any(set(need.verbs) & set(use.verbs) for need in needs)
    return yes if fits else no if needs else (yes + no) / 2


def _needs_regularly(kind: type[Device], service: str) -> bool:
    return any(need.service == service and need.every_s for need in kind.needs)


@cache
def _expected() -> dict[str, float]:
    """Longest period of each service that any kind uses regularly (s)."""
    found: dict[str, float] = {}
    for kind in kinds().values():
        for need in kind.needs:
            if need.every_s:
                found[need.service] = max(need.every_s, found.get(need.service, 0.0))
    return found


def _feature(words: str, likelihood: Callable[[type[Device]], float]) -> Feature:
    return Feature(words, {name: likelihood(kind) for name, kind in kinds().items()})
