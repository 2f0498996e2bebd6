"""Promises: what a ``*.detect.yml`` says, as checked values.

::

    format: 1
    title: The coffee machine's scan is seen
    story: coffee-machine            # or stories: [...], or recording: a folder of twin import or twin run --out
    hours: 0.6                       # the story's own when left out; site and set: path=value likewise
    postures: [flat, zones]
    seeds: 30                        # a count from first_seed on, or a list
    detectors:                       # the posture's ruleset when left out; rules: ./mine is beside this file
      - {kind: sigma, rules: [ot, ./mine]}
    expect:
      - rule: Sweep over many ports  # a Sigma rule by title, id or file; or detector: scan; or any: true
        entity: coffee-01
        technique: T0846
        alerts: {at_least: 1, at_most: 3}
        recall: {at_least: 0.9, confidence: 0.95}
        time_to_detect: {percentile: 95, at_most_s: 30, from: step.scan.start}
        before: impact.takeover
    benign:
      stories: [quiet-day, look-alikes]
      days: 5
      false_alerts_per_day: {at_most: 2, confidence: 0.95}
      analyst_minutes_per_day: {at_most: 15}
    robustness:
      - {vary: story.steps.scan.rate_per_s, values: [10, 1, 0.1], must_detect: [10], rule: ..., recall: {at_least: 0.8}}
    cases:
      - {rule: ..., name: a write from the office, event: {service: modbus, func: write_single_register}, match: true}

Reading one, with a place for every fault, is :mod:`twin.lab.detection.detect_file`'s work.

Source: ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from twin.lab.scenario import Choice
from twin.plant.spec import Spec

VARIED = "varied"
"""As the entity of a robustness check: the value itself is the asset that must be accused."""

Confidence = Annotated[float, Field(gt=0.5, lt=1, description="of the one-sided bound")]
Texts = str | tuple[str, ...]


class Counted(Spec):
    """How many alerts in each run: at least so many after the attack begins, at most so many in all."""

    at_least: int | None = Field(None, ge=0, le=1_000_000)
    at_most: int | None = Field(None, ge=0, le=1_000_000)


class Share(Spec):
    """A share of the runs, proven by its lower Wilson bound."""

    at_least: float = Field(gt=0, lt=1, description="share of the runs, 0 to 1")
    confidence: Confidence = 0.95


class Soon(Spec):
    """A percentile of the time to detect; with a confidence its upper limit counts, and otherwise the estimate."""

    percentile: float = Field(50, gt=0, lt=100)
    at_most_s: float = Field(gt=0, le=1e7, description="seconds")
    since: str = Field("attack", alias="from", description="attack, story, step.<id>.start or step.<id>.effect")
    confidence: float | None = Field(None, gt=0.5, lt=1, description="of the upper limit, one-sided")


class Rate(Spec):
    """Alerts a day, proven by the exact upper Poisson bound."""

    at_most: float = Field(ge=0, le=1e6, description="alerts a day")
    confidence: Confidence = 0.95


class Effort(Spec):
    """Minutes a day that analysts spend: the posture's triage time for each case, ten seconds for what joins one.

    Proven by the exact upper Poisson bound of the cases.
    """

    at_most: float = Field(ge=0, le=1440 * 100, description="minutes a day")
    confidence: Confidence = 0.95


class Accusation(Spec):
    """Which alerts are meant: whose, about which asset, of which technique (its sub-techniques included)."""

    rule: str = Field("", description="a Sigma rule by title, id or file name")
    detector: str = Field("", description="a kind of detector of the ruleset")
    any: bool = Field(False, description="whichever detector of the ruleset")
    entity: Texts = Field("", description="asset or pattern; left out: any asset in which the attack is at work")
    technique: str = Field("", description="ATT&CK id that the alert must suggest")

    @property
    def entities(self) -> tuple[str, ...]:
        """Patterns of the asset; none for whichever the attack works in."""
        return (self.entity,) * bool(self.entity) if isinstance(self.entity, str) else self.entity

    @property
    def words(self) -> str:
        """The accusation as a reader says it."""
        who = self.rule or self.detector or "any detector"
        told = f" on {', '.join(self.entities)}" if self.entity else ""
        return who + told + (f" ({self.technique})" if self.technique else "")


class Promise(Accusation):
    """What must hold of these alerts."""

    alerts: Counted | None = None
    recall: Share | None = None
    time_to_detect: Soon | None = None
    before: str = Field("", description="impact.<kind> or step.<id>.effect: the detection comes first, in every run")
    why: str = Field("", description="words for whoever reads a failure")


class Benign(Spec):
    """Days without an attack: every alert of the ruleset is false."""

    stories: tuple[str, ...] = Field(min_length=1, description="names or paths of stories without an attack")
    hours: float | None = Field(None, gt=0, le=24 * 31, description="hours of each run; the story's own")
    days: float | None = Field(None, gt=0, le=1000, description="simulated days in all; as many seeds as that takes")
    seeds: int | tuple[int, ...] | None = Field(None, description="a count, or the seeds themselves, instead of days")
    false_alerts_per_day: Rate | None = None
    analyst_minutes_per_day: Effort | None = None


class Robustness(Accusation):
    """What an attack may change until it is missed: a value of the story, told from mild to hard."""

    vary: Texts = Field(description="one path, or several that get the same value: story.steps.scan.rate_per_s")
    values: tuple[Any, ...] = Field(min_length=1, max_length=40)
    must_detect: tuple[Any, ...] = Field((), description="those of the values that must be detected")
    recall: Share = Share(at_least=0.5)
    seeds: int | tuple[int, ...] | None = Field(None, description="as above; the file's own when left out")

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that get the value."""
        return (self.vary,) if isinstance(self.vary, str) else self.vary


class Case(Spec):
    """One event, or several in order, that a rule must match or leave alone."""

    rule: str = Field(description="a Sigma rule by title, id or file name")
    name: str = Field("", description="words for whoever reads a failure")
    event: Mapping[str, Any] | None = Field(None, description="fields as the rule calls them")
    events: tuple[Mapping[str, Any], ...] = Field(
        (), max_length=10_000, description="several in order, each with its time_s, or a second apart"
    )
    match: bool


class DetectTest(Spec):
    """One test file."""

    format: Literal[1]
    title: str = Field(min_length=1)
    why: str = Field("", description="what the test is for")
    story: str = Field("", description="name or path of a story")
    stories: tuple[str, ...] = Field((), description="several stories, of which each must keep the promises")
    recording: str = Field("", description="folder of twin import or twin run --out, instead of a story")
    site: str | None = Field(None, description="name or path of a site; the story's own")
    hours: float | None = Field(None, gt=0, le=24 * 31, description="simulated hours; the story's own")
    set: tuple[str, ...] = Field((), description="path=value: changes of the inputs, as --set makes them")
    postures: tuple[str, ...] = Field(("zones",), min_length=1)
    seeds: int | tuple[int, ...] = Field(10, description="a count, or the seeds themselves")
    first_seed: int = Field(1, ge=0, description="where a count begins")
    detectors: tuple[Choice, ...] | None = Field(None, description="the ruleset; the posture's own when left out")
    respond: bool = Field(False, description="let the posture's response plan act; runs are then made with the ruleset")
    expect: tuple[Promise, ...] = ()
    benign: Benign | None = None
    robustness: tuple[Robustness, ...] = ()
    cases: tuple[Case, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The stories."""
        return (*((self.story,) if self.story else ()), *self.stories)
