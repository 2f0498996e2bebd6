"""What a site file says about its plant. Units are in the names; every range refuses a mistaken unit.

Defaults are those of the reference hub. Each field's description ends with its source in brackets, or ``[judgement]``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Spec(BaseModel):
    """Base of everything a scenario file can say: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FloorSpec(Spec):
    """The robot field: a grid of 1 m cells with one-way lanes and pods between them."""

    width_m: int = Field(32, ge=12, le=400, description="east to west, cells of 1 m [reference hub]")
    height_m: int = Field(32, ge=12, le=400, description="south to north, cells of 1 m [reference hub]")
    cross_every_m: int = Field(8, ge=4, le=40, description="distance of cross aisles [judgement]")
    pick_stations: int = Field(3, ge=1, le=200, description="pick stations, south; north too if many [reference hub]")
    replenish_stations: int = Field(
        2, ge=0, le=200, description="replenishment stations on the north side, 0 is no replenishment [reference hub]"
    )
    station_slots: int = Field(6, ge=1, le=40, description="queue places off the lane, a station [judgement]")
    chargers: int = Field(4, ge=0, le=400, description="chargers on the north side [reference hub]")


class FleetSpec(Spec):
    """The AMRs."""

    count: int = Field(20, ge=1, le=5000, description="robots [reference hub]")
    speed_empty_mps: float = Field(1.5, gt=0, le=2, description="top speed without a pod [RAWSim-O]")
    speed_loaded_mps: float = Field(1.2, gt=0, le=2, description="top speed with a pod [judgement]")
    acceleration_mps2: float = Field(0.5, gt=0, le=5, description="normal acceleration [RAWSim-O]")
    braking_mps2: float = Field(1.0, gt=0, le=5, description="normal braking [judgement]")
    emergency_mps2: float = Field(
        2.0, gt=0, le=10, description="braking of protective and emergency stops [commonly quoted]"
    )
    turn_s: float = Field(
        1.0, ge=0, le=10, description="quarter turn on the spot [RAWSim-O: 2.5 s a full turn, margin]"
    )
    lift_s: float = Field(3.0, ge=0, le=60, description="lift or set down a pod [RAWSim-O 2.2 to 3 s]")
    mass_kg: float = Field(150, gt=0, le=5000, description="robot without load [judgement]")
    load_kg: float = Field(225, ge=0, le=5000, description="mean pod [judgement: 0 to 450 kg]")
    battery_kwh: float = Field(1.6, gt=0, le=100, description="battery [judgement]")
    idle_w: float = Field(60, ge=0, le=2000, description="electronics [judgement]")
    rolling: float = Field(0.018, gt=0, le=0.2, description="rolling resistance coefficient [commonly 0.015 to 0.02]")
    drive_efficiency: float = Field(0.7, gt=0, le=1, description="battery to wheel [judgement]")
    charge_kw: float = Field(1.6, gt=0, le=50, description="charger power [judgement: 1 C]")
    charge_below: float = Field(
        0.25, gt=0, lt=1, description="state of charge that sends a robot to charge [judgement]"
    )
    charge_to: float = Field(0.90, gt=0, le=1, description="state of charge that ends charging [judgement]")
    base_s: float = Field(20, gt=0, le=600, description="how long the released base of an order lasts [judgement]")
    mtbf_h: float = Field(100, gt=0, le=100_000, description="mean time between breakdowns a robot [WareMax]")
    repair_min: float = Field(
        10, gt=0, le=1440, description="mean time for a person to free or repair a robot [judgement]"
    )
    jam_noticed_min: float = Field(
        6, gt=0, le=240, description="until floor staff notice a robot that blocks a lane [judgement]"
    )
    reaction_s: float = Field(
        0.2, gt=0, le=2, description="response time of the protective field [0.1 to 0.3 s, scanner manuals]"
    )
    field_margin_m: float = Field(0.3, ge=0, le=2, description="margin of the protective field [judgement]")
    field_bands_mps: tuple[float, ...] = Field(
        (0.3, 0.8),
        min_length=2,
        max_length=15,
        description="top speeds of the lower sets of fields; the last set is for top speed [judgement: 3 sets]",
    )


class BatchSpec(Spec):
    """Orders that are released at once, every day, on top of the single ones."""

    at_hour: float = Field(..., ge=0, lt=24, description="hour of the day, such as 10.5 for half past ten")
    orders: int = Field(..., ge=1, le=100_000, description="how many")
    due_h: float = Field(..., gt=0, le=240, description="hours until the cut-off by which all of them are due")


class OrdersSpec(Spec):
    """Demand: Poisson arrivals with a day profile, batches on top, and the restocking that follows from it."""

    per_hour: float = Field(200, gt=0, le=100_000, description="orders an hour at the mean of the day [reference hub]")
    lines_mean: float = Field(2.5, ge=1, le=50, description="lines an order, negative binomial [reference hub]")
    lines_a_visit: float = Field(1.5, ge=1, le=20, description="lines served by one pod visit [reference hub]")
    line_s: float = Field(10, gt=0, le=600, description="station time a line, lognormal mean [RAWSim-O]")
    line_cv: float = Field(0.5, ge=0.01, le=3, description="its coefficient of variation [judgement]")
    due_min: float = Field(30, gt=0, le=10_000, description="minutes from arrival to due [judgement]")
    restock_every_lines: int = Field(
        40, ge=1, le=100_000, description="lines picked until a pod is filled up [judgement: 4 bundles of 10 lines]"
    )
    bundles_a_visit: int = Field(4, ge=1, le=100, description="bundles put into a pod, 2 to 10 s each [RAWSim-O]")
    restock_patience_min: float = Field(
        10, ge=0, le=1440, description="wait after which a pod to restock goes before orders [judgement]"
    )
    batches: tuple[BatchSpec, ...] = Field((), description="orders that are released at once [judgement: none]")
    popularity: float = Field(1.0, ge=0, le=3, description="Zipf exponent of SKU popularity [WareMax]")
    day_profile: tuple[float, ...] = Field(
        (
            0.5,
            0.5,
            0.5,
            0.5,
            0.6,
            0.8,
            1.0,
            1.2,
            1.3,
            1.3,
            1.3,
            1.2,
            1.1,
            1.2,
            1.3,
            1.3,
            1.3,
            1.2,
            1.1,
            1.0,
            0.9,
            0.8,
            0.7,
            0.6,
        ),
        min_length=24,
        max_length=24,
        description="factor for each hour of the day [judgement]",
    )


class PeopleSpec(Spec):
    """People who walk where robots drive."""

    walkers: int = Field(
        4, ge=0, le=1000, description="people walking in shared zones at a time [judgement: a third of a shift]"
    )
    speed_mps: float = Field(1.2, gt=0, le=2.5, description="walking speed [ISO 13855 allows for 1.6]")
    pause_s: float = Field(90, ge=0, le=3600, description="mean stay at a place before the next walk [judgement]")


class WallSpec(Spec):
    """A wall between two rooms. It is written once, at either of them, and is no part of their surfaces."""

    to: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="name of the room behind the wall")
    area_m2: float = Field(gt=0, le=100_000, description="area of the wall [of the building]")
    u_w_m2k: float = Field(0.28, gt=0, le=10, description="heat transmission of the wall [80 mm PU panel]")


class SetbackSpec(Spec):
    """Another setpoint for some hours of each day."""

    from_hour: float = Field(22, ge=0, le=24, description="hour of the day when it begins [judgement]")
    to_hour: float = Field(
        6, ge=0, le=24, description="hour of the day when it ends, the next day if earlier [judgement]"
    )
    setpoint_c: float = Field(ge=-40, le=30, description="air setpoint in these hours [of the product]")


class RoomSpec(Spec):
    """A cold room: air, product and structure (racks, inner walls) as separate states."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="name of the room, such as chill-1")
    title: str = Field("", description="words for people")
    volume_m3: float = Field(120, gt=1, le=100_000, description="air volume [reference hub]")
    surface_m2: float = Field(150, gt=1, le=100_000, description="walls, floor and roof [judgement]")
    u_w_m2k: float = Field(0.28, ge=0, le=10, description="heat transmission of the envelope [80 mm PU panel]")
    walls: tuple[WallSpec, ...] = Field((), description="walls to other rooms, each written at one of the two")
    humidity: float = Field(
        0.9, gt=0, le=1, description="relative humidity of the air inside [ASHRAE Refrigeration: 0.85 to 0.95, chilled]"
    )
    product_t: float = Field(20, ge=0, le=5000, description="product mass, tonnes [reference hub]")
    product_kj_kgk: float = Field(3.1, gt=0, le=10, description="specific heat of the product [meat above freezing]")
    product_w_k: float = Field(
        2400, ge=0, le=1e6, description="heat transfer air to product, hA [judgement: 33 pallets of 7.4 m2 at 10 W/m2K]"
    )
    structure_factor: float = Field(
        8, ge=1, le=20, description="heat capacity of racks and structure, times the air's [3 to 10]"
    )
    structure_w_m2k: float = Field(
        15,
        gt=0,
        le=200,
        description="heat transfer air to structure, a m2 of envelope [judgement: ISO 6946 7.7, racks double it]",
    )
    setpoint_c: float = Field(3.5, ge=-40, le=30, description="air setpoint [judgement]")
    band_k: float = Field(1.5, gt=0, le=10, description="full width of the control band [judgement]")
    limit_low_c: float = Field(0.0, ge=-60, le=40, description="product limit, low [food and pharma 2 to 8 degC]")
    limit_high_c: float = Field(5.0, ge=-40, le=60, description="product limit, high [food cold holding 5 degC]")
    setback: tuple[SetbackSpec, ...] = Field((), description="other setpoints by hour of the day, the first that fits")
    control: Literal["hysteresis", "pi"] = Field(
        "hysteresis", description="on and off about the setpoint, or a capacity that follows (variable speed)"
    )
    thermostat: Literal["none", "local", "sampled"] = Field(
        "none",
        description="none: a controller on the network commands; local: a bulb thermostat in the room switches at the "
        "very moment; sampled: a digital one looks at each step of the rooms",
    )
    pi_share_k: float = Field(0.3, gt=0, le=10, description="PI: share of the capacity a kelvin of error [judgement]")
    pi_reset_min: float = Field(20, gt=0, le=1440, description="PI: integral time [judgement]")
    least_share: float = Field(
        0.3, gt=0, le=1, description="smallest share at which a variable-speed compressor runs [25 to 75 Hz drives]"
    )
    alarm_above_k: float = Field(
        2.0, gt=0, le=20, description="alarm of level 3 this far from the setpoint [Guideline 36: 2 K]"
    )
    alarm_far_k: float = Field(3.0, gt=0, le=20, description="alarm of level 2 this far off [Guideline 36: 3 K]")
    alarm_after_min: float = Field(10, ge=0, le=600, description="alarm delay [Guideline 36: 10 min]")
    cooling_kw: float = Field(7, gt=0, le=1000, description="cooling capacity [reference hub]")
    cop: float = Field(2.5, gt=0.5, le=8, description="coefficient of performance [2 to 4]")
    min_on_min: float = Field(4, ge=0, le=60, description="compressor minimum run [3 to 5 min]")
    min_off_min: float = Field(4, ge=0, le=60, description="compressor minimum rest [3 to 5 min]")
    defrosts_a_day: float = Field(2, ge=0, le=24, description="defrosts a day, staggered over the rooms [2 to 4]")
    defrost_min: float = Field(20, gt=0, le=120, description="length of a defrost [20 to 30 min]")
    defrost_kw: float = Field(
        0, ge=0, le=1000, description="defrost heater, its heat goes into the room [0 is off-cycle, usual above 2 degC]"
    )
    internal_w: float = Field(1800, ge=0, le=1e6, description="fans, lights and people [judgement: 700 + 600 + 500]")
    door_per_hour: float = Field(15, ge=0, le=1000, description="door openings an hour [judgement]")
    door_s: float = Field(40, gt=0, le=3600, description="mean time a door stays open [judgement]")
    door_m2: float = Field(5, ge=0, le=200, description="doorway, 2 x 2.5 m [judgement]")
    door_height_m: float = Field(2.5, gt=0, le=12, description="height of the doorway [judgement]")
    door_curtain: float = Field(
        0.87, ge=0, lt=1, description="share that a strip curtain holds back [ASHRAE Refrigeration: 0.8 to 0.95]"
    )
    pallet_kg: float = Field(600, gt=0, le=3000, description="product on a pallet [judgement: 33 pallets of 20 t]")
    value_eur_t: float = Field(4000, ge=0, le=1e6, description="value of the product a tonne [judgement]")
    excursion_h: float = Field(
        4,
        gt=0,
        le=720,
        description="window of the mean kinetic temperature [FDA Food Code 4 h; USP 1079.2: CCT 24 h, CRT 30 days]",
    )
    warm_c: float = Field(
        60, ge=-40, le=60, description="product above this for warm_h is lost [USP 1079.2: CRT 30 degC]"
    )
    warm_h: float = Field(24, gt=0, le=720, description="how long it may be above warm_c [USP 1079.2: CRT 24 h]")
    cap_c: float = Field(
        60,
        ge=-40,
        le=60,
        description="product above this is lost at once [USP 1079.2: CCT 15, CRT 40; 89/108/EEC: frozen -15]",
    )


class ServerRoomSpec(Spec):
    """The server room, whose thermostat talks to the load balancer."""

    volume_m3: float = Field(50, gt=1, le=10_000, description="air volume [reference hub]")
    racks: int = Field(2, ge=1, le=200, description="racks [reference hub]")
    rack_kg: float = Field(400, gt=0, le=5000, description="mass of a rack [judgement]")
    rack_j_kgk: float = Field(500, gt=0, le=5000, description="specific heat of a rack [steel]")
    rack_w_k: float = Field(
        200, gt=0, le=1e5, description="heat transfer air to one rack [judgement: 10 m2 at 20 W/m2K]"
    )
    envelope_w_k: float = Field(
        40, ge=0, le=1e5, description="heat transmission of the envelope [judgement: 80 m2 at 0.5 W/m2K]"
    )
    idle_kw: float = Field(3, ge=0, le=5000, description="IT power without load [judgement]")
    full_kw: float = Field(6, gt=0, le=5000, description="IT power at full load [reference hub]")
    utilisation: float = Field(0.6, ge=0, le=1, description="usual share of full load [judgement]")
    cooling_kw: float = Field(8, gt=0, le=5000, description="cooling capacity [judgement]")
    cop: float = Field(3.0, gt=0.5, le=8, description="coefficient of performance [2 to 4]")
    setpoint_c: float = Field(22, ge=10, le=35, description="inlet setpoint [ASHRAE recommended 18 to 27]")
    band_k: float = Field(
        4, gt=0, le=20, description="proportional band: no cooling below it, full cooling above [judgement]"
    )
    drain_c: float = Field(27, ge=15, le=50, description="inlet at which load is drained [ASHRAE recommended limit]")
    throttle_c: float = Field(32, ge=15, le=60, description="inlet at which servers throttle [ASHRAE A1 limit]")
    throttle_share: float = Field(0.3, ge=0, le=1, description="most load that throttled servers carry [judgement]")
    trip_c: float = Field(40, ge=20, le=80, description="inlet at which servers trip [judgement: 35 to 40]")
    reset_min: float = Field(
        30, gt=0, le=1440, description="from a trip until somebody has restarted the servers [judgement]"
    )


class SensorSpec(Spec):
    """How sensors err: y = quantise(clip(lag(gain x + bias + drift t) + noise)).

    Temperatures first, then what meters of current and power do differently; a door contact does not err.
    """

    sd_k: float = Field(0.05, ge=0, le=5, description="noise, standard deviation [DS18B20 class]")
    bias_sd_k: float = Field(
        0.1, ge=0, le=5, description="spread of the calibration error [DS18B20: MAE 0.046 to 0.130]"
    )
    lag_s: float = Field(60, ge=0, le=3600, description="first-order lag [30 to 300 s]")
    gain_sd: float = Field(0.002, ge=0, le=0.5, description="spread of the gain around 1 [judgement]")
    drift_k_year: float = Field(
        0.03, ge=0, le=5, description="spread of the drift, kelvin a year [commonly quoted 0.03 to 0.1]"
    )
    age_years: float = Field(
        5, ge=0, le=50, description="age of the oldest sensor; each has its own, evenly spread [judgement]"
    )
    low_c: float = Field(-55, ge=-273, le=100, description="lowest reading [DS18B20 data sheet]")
    high_c: float = Field(125, ge=-40, le=1000, description="highest reading [DS18B20 data sheet]")
    power_noise: float = Field(
        0.01, ge=0, le=0.5, description="noise of current and power, share of the reading [IEC 62053-21 class 1]"
    )
    lsb_k: float = Field(0.0625, ge=0, le=5, description="quantisation step [DS18B20 12 bit]")
    meter_gain_sd: float = Field(
        0.003, ge=0, le=0.5, description="spread of a meter's gain [IEC 62053-21 class 1: 1 % is three of it]"
    )
    current_lsb_a: float = Field(0.01, ge=0, le=10, description="step of a current meter's register [judgement]")
    power_lsb_kw: float = Field(0.001, ge=0, le=10, description="step of a power meter's register [judgement]")
    current_max_a: float = Field(600, gt=0, le=10_000, description="where a current transformer saturates [judgement]")
    power_max_kw: float = Field(400, gt=0, le=10_000, description="highest reading of a power meter [judgement]")


class ChannelSpec(Spec):
    """What is different about the sensors of one group, in their own unit; what is left out is as the site says."""

    noise: float | None = Field(None, ge=0, le=100, description="noise, standard deviation")
    gain: float | None = Field(None, ge=0, le=10, description="the gain itself, where its spread is not meant")
    bias: float | None = Field(None, ge=-100, le=100, description="the calibration error itself")
    drift_year: float | None = Field(None, ge=-100, le=100, description="the drift itself, a year")
    age_years: float | None = Field(None, ge=0, le=50, description="years since they were installed")
    lag_s: float | None = Field(None, ge=0, le=3600, description="first-order lag")
    step: float | None = Field(None, ge=0, le=100, description="quantisation step; 0 is none")
    low: float | None = Field(None, ge=-1000, le=10_000, description="lowest reading")
    high: float | None = Field(None, ge=-1000, le=10_000, description="highest reading")


class PlantSpec(Spec):
    """The whole plant of a site."""

    ambient_c: float = Field(20, ge=-40, le=55, description="hall temperature around the rooms [judgement]")
    ambient_humidity: float = Field(
        0.5, gt=0, le=1, description="relative humidity of the hall [EN 12831 and practice: 0.4 to 0.6]"
    )
    room_step_s: float = Field(
        10, ge=1, le=60, description="step at which rooms meet doors, defrosts and commands [judgement]"
    )
    floor: FloorSpec = FloorSpec()
    fleet: FleetSpec = FleetSpec()
    orders: OrdersSpec = OrdersSpec()
    people: PeopleSpec = PeopleSpec()
    rooms: tuple[RoomSpec, ...] = ()
    server_room: ServerRoomSpec | None = None
    sensor: SensorSpec = SensorSpec()
