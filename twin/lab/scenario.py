"""What a user writes: sites, stories and postures, as checked values.

Three files make a scenario. A **site** says what the hub is, a **story** what happens, a **posture** how it is
defended. Reading them, with places for every fault, is :mod:`twin.lab.loader`'s work; here is only what they may say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from twin.lab.choice import Choice, Name
from twin.lab.playbook import Playbook
from twin.lab.response_plan import ResponsePlan
from twin.net.taps import MOST as MOST_TAPS
from twin.plant.spec import ChannelSpec, PlantSpec, Spec

__all__ = [
    "Choice", "Concealed", "Decision", "DeviceGroup", "Links", "Name", "Operation", "PlantFault", "Playbook", "Posture",
    "PriceList", "ResponsePlan", "Site", "State", "Step", "Story", "Surge", "TapPlace", "Varied",
]  # fmt: skip


class DeviceGroup(Spec):
    """Devices of one kind at one place.

    They are named ``<name>-01`` and on, or just ``<name>`` when ``count`` is 1 and ``numbered`` is no.
    """

    kind: str = Field(description="kind on the devices shelf")
    name: str = Field("", pattern=r"^([a-z][a-z0-9-]*)?$", description="prefix of the names; the kind when left out")
    count: int = Field(1, ge=1, le=1_000_000, description="how many")
    numbered: bool = Field(True, description="number them even when there is one")
    room: str = Field("", description="room they are in, by name")
    switch: str = Field("", description="access switch; the kind's own when left out")
    function: str = Field("", description="what they are for, where it differs from the kind's own")
    gateway: str = Field("", description="gateway that reads them, for devices on a serial bus")
    measures: str = Field("", description="quantity, for sensors: temperature_c, door_open, compressor_current_a")
    every_s: float = Field(0, ge=0, le=86_400, description="sampling period, for sensors; the kind's own when 0")
    channel: ChannelSpec = Field(ChannelSpec(), description="how they err, for sensors; as plant.sensor when left out")
    vendor: str = Field("", description="vendor; the kind's own when left out")
    registered: bool = Field(True, description="whoever keeps the register knows of them")
    traits: Mapping[str, float | str | bool] = Field(
        default_factory=dict, description="facts that differ from the kind's own"
    )


class PriceList(Spec):
    """What damage costs here, in EUR. All judgements of the site, to be replaced by the reader's own."""

    late_order: float = Field(15, ge=0, description="an order delivered late [judgement]")
    late_hour: float = Field(4, ge=0, description="each further hour that it is late [judgement]")
    robot_hour: float = Field(30, ge=0, description="an hour of a robot that cannot work [judgement]")
    near_miss: float = Field(500, ge=0, description="a near-miss: stop, report, inquiry [judgement]")
    contact: float = Field(
        50_000, ge=0, description="a contact above the limit: injury, inquiry, stand-still [judgement]"
    )
    asset_cleaned: float = Field(1_500, ge=0, description="cleaning or re-imaging one compromised asset [judgement]")
    held_hour: float = Field(
        400, ge=0, description="an hour that the attacker has the use of one asset: data, trust, inquiry [judgement]"
    )
    asset_checked: float = Field(150, ge=0, description="checking one asset that was reached [judgement]")
    analyst_hour: float = Field(80, ge=0, description="an analyst's hour [judgement]")
    gigabyte_lost: float = Field(20_000, ge=0, description="data that left the hub, a GB [judgement]")


class Links(Spec):
    """What the links of the network carry at most, megabits a second."""

    uplink: float = Field(1_000, gt=0, le=1e6, description="uplink of an access switch [IEEE 802.3 1000BASE-T]")
    cell: float = Field(300, gt=0, le=1e6, description="all cells of a wireless controller together [judgement]")
    core: float = Field(10_000, gt=0, le=1e6, description="core switch [IEEE 802.3 10GBASE-T]")
    edge: float = Field(500, gt=0, le=1e6, description="line to the internet [judgement]")


class Site(Spec):
    """A logistics hub."""

    format: Literal[1]
    name: Name
    title: str
    notes: str = Field("", description="where the numbers come from, and what is a judgement")
    plant: PlantSpec = PlantSpec()
    devices: tuple[DeviceGroup, ...] = ()
    lifecycle: Literal["as_written", "neglected", "average", "managed"] = Field(
        "as_written", description="how well devices are looked after; as_written: as their kinds and groups say"
    )
    links_mbps: Links = Links()
    broker_messages_per_s: float = Field(
        20_000, gt=0, le=1e9, description="what a broker takes in, messages a second [judgement: each is decrypted]"
    )
    prices: PriceList = PriceList()


class State(Spec):
    """A state that a step waits for: a quantity of something, above or below a number, or between two.

    ``temperature_c`` is that of a room's air, ``battery`` a robot's charge (0 to 1), ``alerts`` how many have accused
    an asset, ``metric`` a metric of the run so far. It is looked at every ``every_us``.
    """

    quantity: Literal["temperature_c", "battery", "alerts", "metric"]
    of: str
    above: float | None = None
    below: float | None = None
    between: tuple[float, float] | None = None
    every_us: int = Field(60_000_000, ge=1_000_000, le=3_600_000_000)

    def holds(self, value: float | None) -> bool:
        """Whether *value* is such; an undefined one is not."""
        if value is None:
            return False
        low, high = self.between or (self.above, self.below)
        return (low is None or value > low) and (high is None or value < high)


class Concealed(Spec):
    """What hides a step: on which gateways, how long before it, and the parameters of ``concealment``."""

    on: tuple[str, ...]
    lead_us: int = 60_000_000
    parameters: Mapping[str, object] = Field(default_factory=dict)


class Varied(Spec):
    """A value that each seed draws anew: between two numbers, or one of several, or one of the assets of a kind."""

    field: str = Field(description="at_us, delay_us, on, start, or the name of a parameter")
    low: float | None = None
    high: float | None = None
    whole: bool = False
    choices: tuple[Any, ...] = ()
    any_of: str = ""


class Step(Spec):
    """One step of a story: which attack or adversary, from where, on what, and when.

    Exactly one of ``at`` (time after the start), ``after`` (a step that ended with ``outcome``) or a state starts it;
    one that is ``called`` waits for whoever leads an exercise, and never begins by itself.
    ``on`` names assets or patterns (``amr-*``); ``start`` is the asset acted from, by default the target itself or the
    asset that the step in ``after`` won. ``parameters`` are the attack's own; ``technique`` is the ATT&CK id that the
    truth book gives the step, by default the attack's.
    """

    id: Name
    kind: str
    on: tuple[str, ...]
    start: str = Field("", alias="from")
    at_us: int | None = None
    after: str = ""
    delay_us: int = 0
    outcome: Literal["won", "failed", "any"] = "won"
    alert_on: str = Field("", description="asset: the step begins when an alert accuses it")
    state: State | None = None
    called: bool = Field(False, description="the step begins when a decision says so")
    conceal: Concealed | None = None
    technique: str = ""
    varied: tuple[Varied, ...] = ()
    parameters: Mapping[str, object] = Field(default_factory=dict)


class PlantFault(Spec):
    """Something that breaks by itself: nobody's intention, no attack, and the same under every posture.

    ``kind`` is one of :data:`twin.plant.sensor_faults.FAULTS`, ``breakdown`` of a robot, or ``tap_off``. ``on`` names
    sensors (or robots) or patterns, or the place of a tap. It begins at ``at_us`` and ends at ``end_us``, by default
    with the story. ``size`` is in the sensor's unit, ``share`` is that of the samples, ``other`` the sensor it is
    exchanged with, ``back_us`` how far back a replayed or late reading is.
    """

    kind: str
    on: tuple[str, ...]
    at_us: int
    end_us: int | None = None
    size: float | None = Field(None, ge=-10_000, le=10_000)
    share: float | None = Field(None, gt=0, le=1)
    other: str = Field("", alias="with")
    back_us: int = 0


class Operation(Spec):
    """What the owners do to devices while the hub works: nobody's attack, and the same under every posture.

    ``kind`` is one of :data:`twin.lab.lifecycle.operations.OPERATIONS`; ``on`` names assets or patterns, which are done
    one after the other, ``gap_us`` apart, each off the network for ``down_us`` (as long as the kind usually takes, when
    left out). A patch is tried on the first and watched for ``soak_us``; a share ``failing`` of updates fails, and with
    ``fallback`` there is a way back.
    """

    kind: Literal["patch", "restart", "rotate_keys", "set_passwords", "revoke_accounts", "retire"]
    on: tuple[str, ...]
    at_us: int = Field(ge=0)
    down_us: int | None = Field(None, ge=0)
    gap_us: int = Field(60_000_000, ge=0)
    soak_us: int = Field(600_000_000, ge=0)
    failing: float = Field(0.02, ge=0, le=1, description="share of updates that fail [judgement]")
    fallback: bool = Field(True, description="what fails goes back to what it had")


class Surge(Spec):
    """Orders that come at once on top of the site's own: a day that is busier than others, for every posture alike."""

    at_us: int = Field(ge=0)
    orders: int = Field(ge=1, le=100_000, description="how many")
    due_h: float = Field(gt=0, le=240, description="hours until the cut-off by which all of them are due")


class Story(Spec):
    """What happens, and when; with no steps it is a quiet day."""

    format: Literal[1]
    name: Name
    title: str
    question: str = Field("", description="what the story lets people find out")
    starts: datetime
    hours: float = Field(gt=0, le=24 * 31)
    site: Name
    beside: tuple[Name, ...] = Field((), description="stories that are told at the same time")
    steps: tuple[Step, ...] = ()
    faults: tuple[PlantFault, ...] = ()
    operations: tuple[Operation, ...] = ()
    surges: tuple[Surge, ...] = ()


class TapPlace(Spec):
    """A tap: ``at`` is core, edge, inspection, bus, or the name of a switch or wireless controller of the site."""

    at: Name = Field(description="core, edge, inspection, bus, or a switch of the site")
    capacity_mbps: float | None = Field(
        None, gt=0, le=1e6, description="what its port carries, both directions together; the usual when left out"
    )


class Posture(Spec):
    """How the hub is defended: policy (segmentation), taps, ruleset (detection), response plan.

    ``taps`` left out are those at core, edge and inspection point; an empty list is a hub that nobody listens to.
    """

    format: Literal[1]
    name: Name
    title: str
    policy: Choice
    taps: tuple[TapPlace, ...] | None = Field(
        None, max_length=MOST_TAPS, description=f"where the hub is listened to, at {MOST_TAPS} places at most"
    )
    ruleset: tuple[Choice, ...] = ()
    response: ResponsePlan = ResponsePlan(analysts=0)


class Decision(Spec):
    """What somebody decided, and when: enters by the same door as a playbook's.

    Either a ``response`` on a ``target``, or ``undo``: the number, as the table ``decision`` has it, of an earlier
    decision that is taken back, or ``begin``: a step of the story that waits to be called, which is the word of whoever
    leads an exercise.
    """

    at_us: int = Field(ge=0)
    by: str = "script"
    reason: str = "script"
    response: Choice | None = None
    target: str = ""
    undo: int | None = Field(None, ge=1)
    begin: str = ""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        things = (self.response is not None) + (self.undo is not None) + bool(self.begin)
        if things != 1 or bool(self.target) != (self.response is not None):
            raise ValueError(
                "a decision is a response on a target, the undo of an earlier decision, or a step to begin"
            )
        return self
