"""Running cases: what was asked for is checked first, then each case runs, in this process or in several.

A stochastic finding that misses is measured once more with fresh draws, and the second measurement decides: a right
model misses a 99 % interval once in a hundred findings and twice in a row once in ten thousand, a wrong one misses
again. A finding whose interval is too wide is not measured again.

Sources: two-stage tests as in D. R. Cox, D. V. Hinkley, Theoretical Statistics (1974), ch. 3; the rest is bookkeeping.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from math import isfinite
from typing import Any

from twin.core.errors import BadInput, Fault, InvariantBroken, Place, remedy_for
from twin.lab.asked import check_seed, check_workers, faults_of
from twin.lab.verify import CASES
from twin.lab.verify.base import Case, Finding, Input

AGAIN = 1_000_003
"""What is added to the seed for a second measurement."""

Progress = Callable[[int, int], None]
"""Told how many cases of how many are done."""


@dataclass(frozen=True)
class Request:
    """A case to run, by name, with a value for each of its inputs."""

    name: str
    inputs: Mapping[str, float]


@dataclass(frozen=True)
class Verdict:
    """What a case found: its findings, CPU seconds, and ``broken`` where the model broke a law of its own instead."""

    request: Request
    title: str
    source: str
    model: str
    findings: tuple[Finding, ...]
    cpu_seconds: float
    broken: str = ""

    @property
    def passed(self) -> bool:
        """Whether every finding passed."""
        return not self.broken and all(finding.passed for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """The verdict as ``--json`` prints it."""
        return {
            "case": self.request.name,
            "title": self.title,
            "source": self.source,
            "model": self.model,
            "inputs": dict(self.request.inputs),
            "passed": self.passed,
            "broken": self.broken or None,
            "cpu_seconds": round(self.cpu_seconds, 3),
            "findings": [finding.to_json() for finding in self.findings],
        }


def case_of(name: str) -> Case:
    """The case called *name*, such as ``V2``."""
    module, _, cls = CASES[name].partition(":")
    found: type[Case] = getattr(import_module(module), cls)
    return found()


def verify(
    cases: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    *,
    seed: int = 1,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Verdict]:
    """Run *cases* (all where none is named), with inputs changed by *settings*, in *workers* processes.

    Raises :class:`BadInput` with everything that is wrong before the first case runs.
    """
    requests = list[Request]()
    faults = faults_of(
        partial(check_seed, seed),
        partial(check_workers, workers),
        lambda: requests.extend(plan(cases, settings or {})),
    )
    if faults:
        raise BadInput(faults)
    done = list[Verdict]()
    for verdict in _verdicts(requests, seed, workers):
        done.append(verdict)
        if progress:
            progress(len(done), len(requests))
    return done


def plan(cases: Sequence[str], settings: Mapping[str, float]) -> list[Request]:
    """Requests for *cases* (all where none is named) in the order of the table; every fault of them at once."""
    faults = list[Fault]()
    names = _names(cases, faults)
    if settings and not cases:
        message = "inputs belong to a case, and no case is named."
        faults.append(Fault(Place("--set"), "bad-setting", message, "write --case V2 --set servers=4"))
    elif settings and names:
        faults += _unknown_inputs(names, settings)
        faults += [fault for name in names for fault in _wrong_values(name, settings)]
    if faults:
        raise BadInput(dict.fromkeys(faults))
    requests = [Request(name, _inputs(name, settings)) for name in names]
    faults = [fault for request in requests for fault in _refused(request)]
    if faults:
        raise BadInput(faults)
    return requests


def decide(request: Request, seed: int) -> Verdict:
    """Run one case; what misses by chance is measured again."""
    began, case = time.process_time(), case_of(request.name)
    findings, broken = list[Finding](), ""
    try:
        findings = case.run(request.inputs, seed)
        if any(_missed(finding) for finding in findings):
            again = case.run(request.inputs, seed + AGAIN)
            findings = [
                replace(second, tries=2) if _missed(first) else first
                for first, second in zip(findings, again, strict=True)
            ]
    except InvariantBroken as error:
        broken = str(error)
    spent = time.process_time() - began
    return Verdict(request, case.title, case.source, case.model, tuple(findings), spent, broken)


def _missed(finding: Finding) -> bool:
    """Whether a stochastic finding failed though its interval is narrow enough."""
    if finding.low is None or finding.high is None or finding.passed:
        return False
    return (finding.high - finding.low) / 2.0 <= finding.widest * abs(finding.expected)


def _verdicts(requests: Sequence[Request], seed: int, workers: int) -> Iterator[Verdict]:
    """Verdicts in the order of the requests."""
    if workers == 1 or len(requests) == 1:
        yield from (decide(request, seed) for request in requests)
        return
    pool = ProcessPoolExecutor(min(workers, len(requests)), multiprocessing.get_context("spawn"))
    try:
        yield from (waiting.result() for waiting in [pool.submit(decide, request, seed) for request in requests])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _names(cases: Sequence[str], faults: list[Fault]) -> list[str]:
    known = {name.lower(): name for name in CASES}
    wanted = {known.get(case.strip().lower(), case) for case in cases} if cases else set(CASES)
    for case in sorted(wanted - set(CASES)):
        remedy = f"{remedy_for(case, CASES)}  (twin verify --list)"
        faults.append(Fault(Place("--case"), "unknown-case", f'"{case}" is not a case.', remedy))
    return [name for name in CASES if name in wanted]


def _unknown_inputs(names: Sequence[str], settings: Mapping[str, float]) -> list[Fault]:
    """A fault for each setting that no case of *names* has as an input."""
    known = {name: entry for case in names for name, entry in case_of(case).inputs.items()}
    allowed = "; ".join(f"{name} ({range_words(entry)})" for name, entry in known.items()) or "none"
    return [
        Fault(
            Place("--set"),
            "unknown-input",
            f'"{name}" is not an input of {", ".join(names)}.',
            f"{remedy_for(name, known).split('known:')[0]}inputs: {allowed}",
        )
        for name in settings
        if name not in known
    ]


def _wrong_values(name: str, settings: Mapping[str, float]) -> list[Fault]:
    """A fault for each setting that is no value of its input."""
    inputs, faults = case_of(name).inputs, list[Fault]()
    for key, value in settings.items():
        entry = inputs.get(key)
        if entry is None:
            continue
        inside = isfinite(value) and entry.least <= value <= entry.most
        if not inside or (entry.whole and value != int(value)):
            message = f"{name}: {key} cannot be {value:g}."
            faults.append(Fault(Place("--set"), "out-of-range", message, f"allowed: {range_words(entry)}"))
    return faults


def range_words(entry: Input) -> str:
    """``1 to 50, whole``, ``0.001 to 10000 min``."""
    unit = f" {entry.unit}" if entry.unit else ""
    return f"{entry.least:g} to {entry.most:g}{unit}{', whole' if entry.whole else ''}"


def _inputs(name: str, settings: Mapping[str, float]) -> dict[str, float]:
    inputs = case_of(name).inputs
    return {key: settings.get(key, entry.value) for key, entry in inputs.items()}


def _refused(request: Request) -> list[Fault]:
    try:
        case_of(request.name).refuse(request.inputs)
    except ValueError as error:
        return [Fault(Place("--set"), "bad-value", f"{request.name}: {error}.", "twin verify --list names every input")]
    return []
