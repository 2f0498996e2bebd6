"""The response plan: who reads alerts, when, how well, and which playbooks follow.

The plainest plan is a number of analysts who are always there. A **team** instead has crews, each of a tier, with a
skill and shifts by the clock of the story. Tier 1 reads what comes; tier 2 takes what tier 1 cannot decide, or has not
begun in time; who is on call is fetched where no other tier 2 is there.

Sources: NIST SP 800-61 r2, section 2.4 (team models, hours, tiers of escalation); MITRE, 11 Strategies of a World-Class
Cybersecurity Operations Center (2022), strategies 3 and 4 (tiers, shifts, handover); all numbers are judgements.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from twin.lab.choice import Name
from twin.lab.playbook import Playbook
from twin.plant.spec import Spec

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Skill = Literal["junior", "practised", "senior"]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]

DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PACE: Mapping[Skill, float] = {"junior": 1.5, "practised": 1.0, "senior": 0.7}
"""How long each takes, in shares of the plan's time [judgement]."""
USUAL_CREW = "analyst"


class Shift(Spec):
    """Hours of a day, by the clock of the story; ``to`` that is not later than ``from`` is on the next day."""

    days: tuple[Day, ...] = Field(DAYS, description="days on which it begins")
    begins: ClockTime = Field(alias="from", description='when it begins, "06:00"')
    ends: ClockTime = Field(alias="to", description='when it ends, "14:00"; the next day where that is not later')

    @model_validator(mode="after")
    def _some_day(self) -> Self:
        if not self.days:
            raise ValueError("a shift on no day of the week never begins")
        return self


class Crew(Spec):
    """People alike: a tier, a skill, shifts (none: always there). With ``call_in_min`` they are on call."""

    name: Name
    count: int = Field(1, ge=1, le=100, description="people in each shift")
    tier: Literal[1, 2] = Field(1, description="1 reads what comes, 2 takes what is handed up")
    skill: Skill = Field("practised", description="junior, practised or senior: pace and what convinces")
    shifts: tuple[Shift, ...] = Field((), max_length=50, description="when they are there; always when left out")
    call_in_min: float | None = Field(
        None, ge=0, le=1440, description="on call: minutes until one who is called has begun [judgement]"
    )


class Fatigue(Spec):
    """How work gets slower: by hours and alerts since the shift began or the last break ended.

    The pace is multiplied by ``min(most, 1 + per_hour * hours + per_alert * alerts)``. That risk and slowness grow with
    time since a break, and that a break takes them back, is measured (P. Tucker, S. Folkard, I. Macdonald, Rest breaks
    and accident risk, Lancet 361 (2003) 680; S. Folkard, P. Tucker, Occupational Medicine 53 (2003) 95-101); the
    numbers here are judgements.
    """

    per_hour: float = Field(0.05, ge=0, le=1, description="longer by this share, an hour [judgement]")
    per_alert: float = Field(0.01, ge=0, le=1, description="longer by this share, an alert [judgement]")
    most: float = Field(1.8, ge=1, le=10, description="never longer than this many times [judgement]")
    break_every_h: float = Field(2.0, gt=0, le=24, description="hours until a break is due [judgement]")
    break_min: float = Field(15, gt=0, le=240, description="its length, min [judgement]")


class Grouping(Spec):
    """Which alerts make one case: those on one asset; those of one rule in one zone; those along one way.

    ``campaign`` joins an alert to the case of an asset with which its evidence shows an exchange. An alert joins a case
    whose last one is not older than the window.
    """

    by: Literal["entity", "rule_in_zone", "campaign"] = Field("entity", description="what makes alerts one case")
    window_min: float = Field(30, gt=0, le=1440, description="time between alerts of one case, min [judgement]")


class ResponsePlan(Spec):
    """Who answers alerts, and how."""

    analysts: int = Field(2, ge=0, le=100, description="practised analysts who are always there; none with a team")
    team: tuple[Crew, ...] = Field((), max_length=20, description="crews with tiers and shifts, instead of analysts")
    triage_min: float = Field(5, gt=0, le=480, description="mean minutes an alert takes, lognormal [judgement]")
    triage_cv: float = Field(0.6, gt=0, le=3, description="its coefficient of variation [judgement]")
    second_look_min: float = Field(10, gt=0, le=480, description="mean minutes of tier 2, lognormal [judgement]")
    escalate_after_min: float | None = Field(
        None, gt=0, le=1440, description="tier 2 takes what waited so long, min; never when left out"
    )
    handover_min: float = Field(3, ge=0, le=120, description="more work for what is handed over, min [judgement]")
    give_up_after_min: float | None = Field(
        None, gt=0, le=10_080, description="an alert that waited so long is left unread, min; never when left out"
    )
    most_waiting: int | None = Field(
        None, ge=1, le=100_000, description="alerts that may wait; the least urgent beyond is left unread"
    )
    fatigue: Fatigue | None = Field(None, description="how work gets slower; not at all when left out")
    grouping: Grouping = Grouping()
    clean_min: float = Field(30, gt=0, le=10_000, description="mean minutes to re-image an isolated device [judgement]")
    playbooks: tuple[Playbook, ...] = Field((), description="names of playbooks, or playbooks")

    @property
    def crews(self) -> tuple[Crew, ...]:
        """The team, or the analysts as one crew."""
        usual = (Crew(name=USUAL_CREW, count=self.analysts),) if self.analysts else ()
        return self.team or usual

    @model_validator(mode="after")
    def _somebody_above(self) -> Self:
        above = [crew for crew in self.team if crew.tier == 2]
        if len({crew.name for crew in self.team}) < len(self.team):
            raise ValueError("two crews of the team have one name")
        if not above and any(crew.skill == "junior" for crew in self.team):
            raise ValueError("a junior hands up what is not plain, and the team has no tier 2")
        if any(crew.skill == "junior" for crew in above):
            raise ValueError("tier 2 decides, and a junior does not: make it practised or senior")
        if any(crew.call_in_min is not None and crew.tier == 1 for crew in self.team):
            raise ValueError("who is on call takes what is handed up: write tier: 2")
        if not above and self.escalate_after_min is not None:
            raise ValueError("escalate_after_min hands up to tier 2, and there is none")
        return self
