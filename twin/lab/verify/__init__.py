"""Verification: exact or published answers that the lab's own models must reproduce; one line a case."""

from __future__ import annotations

from collections.abc import Mapping

CASES: Mapping[str, str] = {
    "V1": "twin.lab.verify.open_queues:OneAnalyst",
    "V2": "twin.lab.verify.open_queues:Triage",
    "V3": "twin.lab.verify.open_queues:EightServers",
    "V4": "twin.lab.verify.open_queues:ChargersInLine",
    "V5": "twin.lab.verify.loss:Loss",
    "V6": "twin.lab.verify.open_queues:ConstantService",
    "V7": "twin.lab.verify.open_queues:VariedService",
    "V8": "twin.lab.verify.priorities:OneServer",
    "V9": "twin.lab.verify.finite:RepairCrew",
    "V10": "twin.lab.verify.finite:FleetChargers",
    "V11": "twin.lab.verify.closed:ClosedNetwork",
    "V12": "twin.lab.verify.little:Little",
    "V13": "twin.lab.verify.kinematics:StoppingDistance",
    "V14": "twin.lab.verify.kinematics:TravelTime",
    "V15": "twin.lab.verify.kinematics:QuickTravelTime",
    "V16": "twin.lab.verify.contact:ContactForce",
    "V17": "twin.lab.verify.heat:FirstOrderStep",
    "V18": "twin.lab.verify.heat:HysteresisCycle",
    "V19": "twin.lab.verify.heat:TwoNodeRoom",
    "V20": "twin.lab.verify.steady:SteadyRoom",
    "V21": "twin.lab.verify.refrigeration:RefrigerationDuty",
    "V22": "twin.lab.verify.building:SimpleHourly",
    "V23": "twin.lab.verify.servers:ServerRoomHeat",
    "V24": "twin.lab.verify.product:KineticTemperature",
    "V25": "twin.lab.verify.product:KineticInverse",
    "V26": "twin.lab.verify.charts:CusumRunLength",
    "V27": "twin.lab.verify.charts:CusumRunLengthWide",
    "V28": "twin.lab.verify.charts:SiegmundRunLength",
    "V29": "twin.lab.verify.charts:ShewhartRunLength",
    "V30": "twin.lab.verify.residuals:ChiSquareTest",
    "V31": "twin.lab.verify.residuals:KalmanSteadyState",
    "V32": "twin.lab.verify.sensing:QuantisationNoise",
    "V33": "twin.lab.verify.distances:MeanDistance",
    "V34": "twin.lab.verify.fleet_laws:Conservation",
    "V35": "twin.lab.verify.curve:Curve",
    "V36": "twin.lab.verify.priorities:SeveralServers",
    "V37": "twin.lab.verify.priorities:AnyService",
    "V38": "twin.lab.verify.tiers:TwoTiers",
    "V39": "twin.lab.verify.tiers:EmptyAtNight",
}
"""Case to ``module:Class``, in the order in which they are listed."""
