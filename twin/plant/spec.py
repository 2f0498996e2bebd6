"""What a site file says about its plant. Units are in the names; every range refuses a mistaken unit.

Defaults are those of the reference hub. Each field's description ends with its source in brackets, or ``[judgement]``.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Spec(BaseModel):
    """Base of everything a scenario file can say: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FloorSpec(Spec):
    """The robot field: a grid of 1 m cells with one-way lanes and pods between them."""

    width_m: int = Field(32, ge=12, le=400, description="east to west, cells of 1 m [reference hub]")
    height_m: int = Field(32, ge=12, le=400, description="south to north, cells of 1 m [reference hub]")
    cross_every_m: int = Field(8, ge=4, le=40, description="distance of cross aisles [judgement]")
    pick_stations: int = Field(3, ge=1, le=200, description="pick stations on the south side [reference hub]")
    station_slots: int = Field(6, ge=1, le=40, description="queue places off the lane, a station [judgement]")
    chargers: int = Field(4, ge=0, le=400, description="chargers on the north side [reference hub]")


class FleetSpec(Spec):
    """The AMRs."""

    count: int = Field(20, ge=1, le=5000, description="robots [reference hub]")
    speed_empty_mps: float = Field(1.5, gt=0, le=2, description="top speed without a pod [RAWSim-O]")
    speed_loaded_mps: float = Field(1.2, gt=0, le=2, description="top speed with a pod [judgement]")
    acceleration_mps2: float = Field(0.5, gt=0, le=5, description="normal acceleration [RAWSim-O]")
    braking_mps2: float = Field(1.0, gt=0, le=5, description="normal braking [judgement]")
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


class OrdersSpec(Spec):
    """Demand: Poisson arrivals with a day profile."""

    per_hour: float = Field(200, gt=0, le=100_000, description="orders an hour at the mean of the day [reference hub]")
    lines_mean: float = Field(2.5, ge=1, le=50, description="lines an order, negative binomial [reference hub]")
    lines_a_visit: float = Field(1.5, ge=1, le=20, description="lines served by one pod visit [reference hub]")
    line_s: float = Field(10, gt=0, le=600, description="station time a line, lognormal mean [RAWSim-O]")
    line_cv: float = Field(0.5, ge=0.01, le=3, description="its coefficient of variation [judgement]")
    due_min: float = Field(30, gt=0, le=10_000, description="minutes from arrival to due [judgement]")
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


class RoomSpec(Spec):
    """A cold room: air, product and structure (racks, inner walls) as separate states."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="name of the room, such as chill-1")
    title: str = Field("", description="words for people")
    volume_m3: float = Field(120, gt=1, le=100_000, description="air volume [reference hub]")
    surface_m2: float = Field(150, gt=1, le=100_000, description="walls, floor and roof [judgement]")
    u_w_m2k: float = Field(0.28, gt=0, le=10, description="heat transmission of the envelope [80 mm PU panel]")
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
    alarm_above_k: float = Field(2.0, gt=0, le=20, description="alarm above the setpoint by [Guideline 36: 2 K]")
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
    door_w_k: float = Field(
        250,
        ge=0,
        le=1e5,
        description="heat through an open door, per kelvin [Gosney and Olama, 5 m2, strip curtain 87 %]",
    )
    value_eur_t: float = Field(4000, ge=0, le=1e6, description="value of the product a tonne [judgement]")
    excursion_h: float = Field(
        4,
        gt=0,
        le=720,
        description="window of the mean kinetic temperature [FDA Food Code 4 h; pharma USP 1079.2 24 h]",
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
    """How a temperature sensor errs: y = quantise(lag(gain x + bias) + noise)."""

    sd_k: float = Field(0.05, ge=0, le=5, description="noise, standard deviation [DS18B20 class]")
    bias_sd_k: float = Field(
        0.1, ge=0, le=5, description="spread of the calibration error [DS18B20: MAE 0.046 to 0.130]"
    )
    lag_s: float = Field(60, ge=0, le=3600, description="first-order lag [30 to 300 s]")
    gain_sd: float = Field(0.002, ge=0, le=0.5, description="spread of the gain around 1 [judgement]")
    power_noise: float = Field(
        0.01, ge=0, le=0.5, description="noise of current and power, share of the reading [IEC 62053-21 class 1]"
    )
    lsb_k: float = Field(0.0625, ge=0, le=5, description="quantisation step [DS18B20 12 bit]")


class PlantSpec(Spec):
    """The whole plant of a site."""

    ambient_c: float = Field(20, ge=-40, le=55, description="hall temperature around the rooms [judgement]")
    floor: FloorSpec = FloorSpec()
    fleet: FleetSpec = FleetSpec()
    orders: OrdersSpec = OrdersSpec()
    people: PeopleSpec = PeopleSpec()
    rooms: tuple[RoomSpec, ...] = ()
    server_room: ServerRoomSpec | None = None
    sensor: SensorSpec = SensorSpec()
