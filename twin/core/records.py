"""Records: the tables of a run's log, each in one of its two books.

``truth`` is what happened; ``observed`` is what a tap, a sensor, a server or a person could see. Detectors, analysts
and players read ``observed`` only; metrics join both. A table is a list of columns, and a column has a kind:

========  =============================================  =================
kind      meaning                                        kept as
========  =============================================  =================
``us``    time or duration, whole microseconds           int64
``int``   count, port, number                            int64
``id``    64-bit identity (a flow's)                     uint64
``float`` quantity with its unit in the name             float64
``name``  text, coded once in its book                   int32, dictionary
``bool``  yes or no                                      bool
========  =============================================  =================

The flow columns follow what a flow collector writes (RFC 7011, RFC 7012 names in spirit) plus the application record
inside the flow in four fields, ``verb object status value``: an MQTT PUBLISH of a topic, a DNS A of a name with
NXDOMAIN, a Modbus read of a register with its value. ``net/protocols`` says what the four mean for each protocol.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

Kind = Literal["us", "int", "id", "float", "name", "bool"]
Book = Literal["observed", "truth"]

DTYPES: dict[str, np.dtype[np.generic]] = {
    "us": np.dtype(np.int64),
    "int": np.dtype(np.int64),
    "id": np.dtype(np.uint64),
    "float": np.dtype(np.float64),
    "name": np.dtype(np.int32),
    "bool": np.dtype(np.bool_),
}


class Column(NamedTuple):
    """One column: its name (with unit), its kind and what it says."""

    name: str
    kind: Kind
    doc: str


class Table(NamedTuple):
    """One table: rows come out in order of time, then of ``tie``, then of writing."""

    name: str
    book: Book
    doc: str
    columns: tuple[Column, ...]
    tie: tuple[str, ...] = ()


def _columns(text: str) -> tuple[Column, ...]:
    rows = (line.split(None, 2) for line in text.strip().splitlines())
    return tuple(Column(name, kind, doc) for name, kind, doc in rows)  # type: ignore[arg-type]


_TABLES = (
    Table("flow", "observed", "One exchange as the first tap on its path wrote it.", _columns("""
        time            us     start of the exchange
        flow            id     identity of the exchange, the same in every window and posture
        tap             name   observation point that saw it
        src             name   who opened it
        dst             name   to whom
        src_port        int    port of the opener
        dst_port        int    port of the service
        service         name   protocol as recognised: dns, mqtt, modbus, ...
        transport       name   tcp or udp
        action          name   allow or deny, at the first enforcement point that decided
        rule            name   rule that decided
        state           name   SF finished, S0 no answer, REJ refused, RSTO answered and dropped by the opener
        duration_us     us     first to last packet
        bytes_out       int    payload bytes from the opener
        bytes_in        int    payload bytes to the opener
        packets_out     int    packets from the opener
        packets_in      int    packets to the opener
        verb            name   application verb: PUBLISH, A, read_holding_registers, GET, login ...
        object          name   what it is about: topic, query name, register, path, share
        status          name   answer: ok, NXDOMAIN, 401, exception ...
        value           float  number carried, if there is one
        user            name   identity presented, if there is one
    """), ("flow",)),
    Table("reading", "observed", "A sensor value as it arrived at the historian.", _columns("""
        time            us     arrival
        sensor          name   sensor
        room            name   room
        quantity        name   temperature_c, door_open, compressor_current_a, power_kw
        value           float  as reported
        sequence        int    number of the sample at the sensor
        sampled         us     when it was taken: earlier than it arrived where its gateway had to wait
    """), ("sensor",)),
    Table("robot_state", "observed", "An AMR's own report (VDA 5050 state), as it arrived.", _columns("""
        time            us     arrival
        robot           name   AMR
        x_m             float  reported position, east
        y_m             float  reported position, north
        speed_mps       float  reported speed
        battery         float  reported charge, 0 to 1
        state           name   idle, moving, working, charging, stopped
        goal_x_m        float  where its order ends, east
        goal_y_m        float  where its order ends, north
        header_id       int    header counter of its state topic
        order           int    visit that it was ordered to last, -1 before the first
    """), ("robot",)),
    Table("bus", "observed", "A poll on a serial bus, as a listener on the bus read it.", _columns("""
        time            us     when
        master          name   gateway that asked
        unit            int    unit number on the bus
        sensor          name   sensor that answered
        verb            name   function
        object          name   register
        value           float  what the sensor said, whatever is said about it later
        sequence        int    number of the sample at the sensor
    """), ("sensor",)),
    Table("session", "observed", "What a message broker's log says of its clients' sessions.", _columns("""
        time            us     when
        broker          name   broker
        client          name   whose session
        event           name   connected, keep_alive_expired (the last will is published)
        heard           us     when the client was heard last
    """), ("client",)),
    Table("alarm", "observed", "A process alarm (ISA-18.2): malfunction or deviation that wants a person.", _columns("""
        time            us     raised
        source          name   room, robot or controller
        alarm           name   high_temperature, stale_reading, robot_lost, gateway_lost, jam, server_hot, door_held ...
        priority        name   low, medium, high
        value           float  value that raised it
    """)),
    Table("control", "observed", "What a controller of a room believes, wants and commands, on change.", _columns("""
        time            us     when it changed
        controller      name   controller, thermostat or load balancer
        room            name   room
        mode            name   cooling, resting, blind, watching, by_hand; usual, draining, throttling; carrying
        setpoint_c      float  setpoint in force; for servers the inlet limit it keeps
        reading_c       float  temperature it believes, empty where it knows none
        command         float  share of cooling, or of load, that it asks for
        requests        int    requests for more cooling (Guideline 36)
    """), ("room", "controller")),
    Table("alert", "observed", "A cyber alert of a detector.", _columns("""
        time            us     raised
        alert           int    number, from 1
        detector        name   kind that raised it
        entity          name   asset it accuses
        technique       name   ATT&CK id it suggests
        level           name   low, medium, high, critical
        title           name   what it says
        evidence        id     first flow of its evidence, 0 when it is not a flow
        evidence_rows   int    rows it rests on
        rule            name   id of the written rule that raised it; empty for a detector without rules
        author          name   who wrote that rule
        tags            name   its tags, joined by commas
    """)),
    Table("triage", "observed", "An analyst's work on one alert.", _columns("""
        time            us     work ended
        alert           int    alert
        analyst         name   who
        waited_us       us     from raised to begun
        worked_us       us     time spent
        verdict         name   confirmed, dismissed, escalated, handed_over; unread where nobody came to it
        case            int    alert that opened the case
        tier            int    1, or 2 where it was handed up
    """)),
    Table("tap_health", "observed", "What a tap says about itself, once a minute: silence is all that one off says.",
          _columns("""
        time            us     end of the time it speaks of
        tap             name   observation point, as in the flows
        span_us         us     how long that time was
        offered         int    packets that were mirrored to it
        dropped         int    of these, packets that did not fit through its port
        share           float  dropped over offered, 0 where nothing was offered
    """), ("tap",)),
    Table("decision", "observed", "What people or playbooks decided, and what became of it.", _columns("""
        time            us     when
        decision        int    number, from 1
        by              name   playbook, analyst, script or seat
        response        name   response kind; undo where taking back was refused
        target          name   asset, zone or flow
        phase           name   decided, applied, refused, undone
        reason          name   alert or words
    """)),
    Table("operation", "observed", "What its owners do to a device while the hub works: patches, keys, restarts.",
          _columns("""
        time            us     when
        operation       name   patch, restart, rotate_keys, set_passwords, revoke_accounts, retire
        asset           name   device
        phase           name   off, done, failed, rolled_back, passed_over, called_off
        reason          name   why, where it is not plain
    """), ("asset",)),
    Table("order_in", "truth", "An order arrives.", _columns("""
        time            us     arrival
        order           int    number
        lines           int    order lines
        visits          int    pod visits it needs
        due             us     when it is late
    """), ("order",)),
    Table("order_out", "truth", "An order is complete.", _columns("""
        time            us     completion
        order           int    number
        lateness_us     us     completion minus due, negative when early
        assignment_us   us     part of the time since arrival: waiting for a robot
        travel_us       us     part: on the way, as on empty lanes
        congestion_us   us     part: on the way, longer than on empty lanes
        station_us      us     part: waiting for a slot at a station, and in the queue there
        service_us      us     part: lifting and picking
        charging_us     us     part: waiting for a robot while robots charge
        attack_us       us     part: what robots, stations or messages under attack explain
        containment_us  us     part: what responses explain
    """), ("order",)),
    Table("order_open", "truth", "An order that is not complete, written at the end.", _columns("""
        time            us     written
        order           int    number
        assignment_us   us     part of the time since arrival, of its visit that was delayed most: waiting for a robot
        travel_us       us     part: on the way, as on empty lanes
        congestion_us   us     part: on the way, longer than on empty lanes
        station_us      us     part: waiting for a slot at a station, and in the queue there
        service_us      us     part: lifting and picking
        charging_us     us     part: waiting for a robot while robots charge
        attack_us       us     part: what robots, stations or messages under attack explain
        containment_us  us     part: what responses explain
    """), ("order",)),
    Table("restock_in", "truth", "A pod is to be filled up at a replenishment station.", _columns("""
        time            us     when it is asked for
        task            int    number
        bundles         int    bundles to put in
    """), ("task",)),
    Table("restock_out", "truth", "A pod has been filled up.", _columns("""
        time            us     when it is done
        task            int    number
        cycle_us        us     time since it was asked for
    """), ("task",)),
    Table("queue_time", "truth", "What a queue has held, written at the end: Little's law divides one by the other.",
          _columns("""
        time            us     written
        queue           name   pick-01, replenish-01, chargers, orders
        line            name   slot, queue, face (stations); line, held (chargers); open (orders)
        entered         int    members that have entered
        members_us      us     sum of their stays, and so the integral of their number over time
    """), ("queue", "line")),
    Table("pose", "truth", "Where each AMR really is, sampled.", _columns("""
        time            us     sample
        robot           name   AMR
        x_m             float  position, east
        y_m             float  position, north
        state           name   idle, moving, working, charging, stopped
        battery         float  charge, 0 to 1
    """), ("robot",)),
    Table("person", "truth", "Where each walking person is, sampled.", _columns("""
        time            us     sample
        person          name   person
        x_m             float  position, east
        y_m             float  position, north
    """), ("person",)),
    Table("room", "truth", "True state of each room, sampled.", _columns("""
        time            us     sample
        room            name   room
        air_c           float  air temperature
        product_c       float  product temperature (air again where there is none)
        structure_c     float  structure temperature
        cooling_kw      float  heat taken out
        electric_kw     float  power drawn
        door_open       float  share of the last step that the door was open
        share           float  share of full cooling that runs, for servers of the load that they carry
    """), ("room",)),
    Table("incident", "truth", "Something physical that should not be.", _columns("""
        time            us     when
        incident        name   protective_stop, near_miss, contact, jam, server_trip, recovered
        robot           name   AMR, if one
        person          name   person, if one
        x_m             float  where, east
        y_m             float  where, north
        speed_mps       float  robot's speed
        severity        float  contact force over the limit, or seconds lasted
        cause           name   attack, containment, none
        region          name   contact: the part of the body that was hit
    """)),
    Table("sensor_fault", "truth", "A sensor is faulty from time to end: the label of its readings.", _columns("""
        time            us     onset
        sensor          name   sensor
        fault           name   stuck, hold, dropout, bias_step, drift_ramp, noise_burst, scale, spike, swap ...
        end             us     it is sound again from then on
        size            float  in the sensor's unit, as the kind of fault means it, if there is one
    """), ("sensor",)),
    Table("robot_time", "truth", "How each AMR spent a stretch of time, written at the end.", _columns("""
        time            us     written
        robot           name   AMR
        activity        name   moving, waiting, working, charging, idle, lost_attack, lost_containment, down
        spent_us        us     time spent
    """), ("robot",)),
    Table("energy", "truth", "Energy balance by entity, written at the end.", _columns("""
        time            us     written
        entity          name   room, fleet or server room
        used_kwh        float  energy used
        stored_kwh      float  change of what is stored
        supplied_kwh    float  energy supplied
    """), ("entity",)),
    Table("attack", "truth", "A step of the story, phase by phase.", _columns("""
        time            us     when
        step            name   step id
        technique       name   ATT&CK id
        attack          name   kind
        actor           name   asset it was done from
        target          name   asset it was done to
        phase           name   start, effect_start, effect_end, end
        outcome         name   at the end: success, blocked, failed, stopped
    """)),
    Table("variant", "truth", "What the seed drew for a field of a step that the story leaves open.", _columns("""
        time            us     0: before anything happens
        step            name   step id
        field           name   at, delay, on, start or a parameter
        value           name   what was drawn, as a story file would say it
    """)),
    Table("compromise", "truth", "An asset falls to, or is taken back from, the attacker.", _columns("""
        time            us     when
        asset           name   asset
        state           name   compromised, recovered
        step            name   step id
    """)),
    Table("reached", "truth", "An attacker's probe or message was answered: the asset was reached.", _columns("""
        time            us     when
        src             name   from
        dst             name   asset reached
        service         name   service that answered
    """)),
    Table("label", "truth", "Which flows an attack made.", _columns("""
        time            us     start of the flow
        flow            id     flow
        step            name   step id
        delivered       bool   it reached its destination
    """), ("flow",)),
    Table("need", "truth", "How each declared need fared, written at the end.", _columns("""
        time            us     written
        src             name   from
        dst             name   to
        service         name   service
        excessive       bool   the need asks for more than its purpose wants
        sent            int    messages sent
        denied          int    refused by the policy
        contained       int    refused by a response
        lost            int    lost to capacity
    """), ("src", "dst", "service")),
    Table("exogenous", "truth", "Fingerprints of what no posture may change, written at the end.", _columns("""
        time            us     written
        source          name   arrivals, people, faults, demand ...
        fingerprint     id     order-free hash of its draws
    """)),
)  # fmt: skip

RECORDS: dict[str, Table] = {table.name: table for table in _TABLES}
"""Every table of the log, by name."""
