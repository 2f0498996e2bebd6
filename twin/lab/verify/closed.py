"""A closed network of robots and pick stations: V11, mean value analysis.

Robots travel for an exponential time, choose a station at random, queue there and are served, and so on: the shape of
a robotic mobile fulfilment system. With exponential service the throughput for any number of robots is exact.

Sources: M. Reiser, S. S. Lavenberg, Journal of the ACM 27 (1980) 313-322; J. P. Buzen, Computational algorithms for
closed queueing networks, Communications of the ACM 16 (1973).
"""

from __future__ import annotations

from twin.lab.verify import formulas
from twin.lab.verify.base import Case, Finding, Input, Inputs, at_most, within
from twin.lab.verify.driving import circulate
from twin.lab.verify.finite import Source, members_of, use_of
from twin.lab.verify.interval import Span
from twin.lab.verify.lines import PickStations
from twin.lab.verify.sampling import until_narrow

_HOUR_S = 3600.0
_MOST_WARM = 60


def _visits_per_h(source: Source, stations: int, seed: int) -> Span:
    """Visits an hour of the robots of *source* at *stations*, which they choose at random."""

    def replicate(number: int) -> tuple[list[float], list[float]]:
        members = members_of(seed, f"closed-{source.members}/{number}", source, stations)
        station_of = [0] * source.members
        queue = PickStations(stations, station_of)
        use = use_of(circulate(queue, members, source.window()[1], station_of), source)
        away = float(members.away_us.mean()) / (source.away_h * _HOUR_S * 1e6) - 1.0
        service = float(members.service_us.mean()) / (source.service_h * _HOUR_S * 1e6) - 1.0
        return [use.begun_per_h], [away, service]

    return until_narrow(replicate)[0]


def _warm_cycles(robots: int, travel_s: float, service_s: float) -> int:
    """Cycles until queues have found their lengths: how unequal they are is a random walk over all *robots*."""
    walk_s = robots * robots * service_s / 2.0
    return 4 + min(_MOST_WARM, round(walk_s / (travel_s + service_s)))


class ClosedNetwork(Case):
    """V11."""

    title = "Closed network: robots, travel and four pick stations"
    source = "Exact mean value analysis; M. Reiser, S. S. Lavenberg, JACM 27 (1980)"
    model = "twin.plant.stations.Stations"
    inputs = {
        "travel_s": Input(60.0, "s", "mean travel between visits", 1.0, 1e4),
        "demand_s": Input(2.5, "s", "service a visit times the share of visits, at each station", 0.01, 1e3),
        "stations": Input(4, "", "stations, chosen alike", 1, 50, whole=True),
        "robots_1": Input(8, "", "robots", 1, 300, whole=True),
        "robots_2": Input(16, "", "robots", 1, 300, whole=True),
        "robots_3": Input(32, "", "robots", 1, 300, whole=True),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Visits an hour for three sizes of fleet, and the bound of the stations."""
        stations, demand_s, found = int(inputs["stations"]), inputs["demand_s"], list[Finding]()
        most = _HOUR_S / demand_s
        measured = 0.0
        for robots in (int(inputs[f"robots_{row}"]) for row in (1, 2, 3)):
            service_s = demand_s * stations
            warm = _warm_cycles(robots, inputs["travel_s"], service_s)
            source = Source(robots, inputs["travel_s"] / _HOUR_S, service_s / _HOUR_S, stations, warm)
            expected = _HOUR_S * formulas.mean_value_analysis(robots, inputs["travel_s"], [demand_s] * stations)
            span = _visits_per_h(source, stations, seed)
            measured = max(measured, span.low)
            found.append(within(f"visits by {robots} robots", "1/h", expected, span))
        return [*found, at_most("visits, most that the stations can do", "1/h", most, measured)]
