"""Networks of the size of two cyber ranges, on the outcomes that those count; the peers are not run here.

``decisions``   97 hosts under a zoned policy, 500 steps of 10 s. In each step five agents say one thing each, new each
                time, and the hosts' standing traffic is decided; every row is sealed. CybORG's figure is an episode of
                500 steps of CAGE Challenge 4. It does other work in a step: equal are hosts, steps and agents.
``exchanges``   20 PCs and a server behind a router: a question is judged, answered and written. PrimAITE's figure is
                answered exchanges in a network of that size.

Figures of the peers, in CPU seconds: CybORG 20, and 7.7 with its known fix (the ratio is to this one); PrimAITE 1,560
exchanges a second. They were taken on another day, so that a ratio is an order of magnitude, and no more is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence

import measure

from twin.core.log import Log
from twin.core.units import SECOND_US
from twin.net.inventory import Asset, Demand, Inventory, Need
from twin.net.message import Message, Reply
from twin.net.network import Network
from twin.net.traffic import Traffic
from twin.policies import POLICIES

HOSTS, STEPS, AGENTS = 97, 500, 5
STEP_S = 10
CYBORG_S, CYBORG_FIXED_S, PRIMAITE_PER_S = 20.0, 7.7, 1_560
OK = Reply("delivered", "ok")


def main(argv: Sequence[str] | None = None) -> None:
    """Measure both networks."""
    parser = measure.arguments("beside published figures of peers", repeats=3)
    parser.add_argument("--steps", type=int, default=STEPS, help="steps of 97 hosts")
    parser.add_argument("--exchanges", type=int, default=20_000, help="answered exchanges of 20 PCs")
    asked = parser.parse_args(argv)
    rows = [_decisions(asked.steps, asked.repeats), _exchanges(asked.exchanges, asked.repeats)]
    measure.show("peers", rows, as_json=asked.json)


def _decisions(steps: int, repeats: int) -> measure.Row:
    spent, flows = [], 0
    for _ in range(repeats):
        traffic = network_of(HOSTS, "zones")
        spent.append(measure.cpu_seconds(lambda traffic=traffic: _act(traffic, steps)))
        flows = traffic.log.rows("flow")
    cpu_s = min(spent)
    return {
        "beside": "CybORG, CAGE 4, 500 steps", "hosts": HOSTS, "counted": f"{AGENTS * steps:,} decisions",
        "rows": flows,
        "cpu_s": round(cpu_s, 4), "theirs": f"{CYBORG_S:g} s ({CYBORG_FIXED_S:g} s with its fix)",
        "ratio": round(CYBORG_FIXED_S * steps / STEPS / cpu_s), "goal": 10,
    }  # fmt: skip


def _act(traffic: Traffic, steps: int) -> None:
    """Each step: five agents say something new, and all that is due by then is decided and written."""
    names = [asset.name for asset in traffic.inventory.assets]
    now = [0]
    traffic.use_clock(lambda: now[0])
    for step in range(steps):
        for agent in range(AGENTS):
            src, dst = names[(7 * step + 13 * agent) % len(names)], names[(11 * step + 5 * agent + 1) % len(names)]
            verb = ("login", "GET", "PUT")[(step + agent) % 3]
            traffic.send(Message(src, dst, ("ssh", "https", "rdp")[agent % 3], verb, f"step-{step}"), lambda _: OK)
        now[0] = (step + 1) * STEP_S * SECOND_US
        traffic.flush(now[0])
        traffic.log.seal(now[0])


def _exchanges(exchanges: int, repeats: int) -> measure.Row:
    spent = []
    for _ in range(repeats):
        traffic = network_of(20, "vlan")
        spent.append(measure.cpu_seconds(lambda traffic=traffic: _exchange(traffic, exchanges)))
        if traffic.log.rows("flow") != exchanges:
            raise AssertionError("an exchange was not written")
    cpu_s = min(spent)
    return {
        "beside": "PrimAITE, 20 PCs and a router", "hosts": 21, "counted": f"{exchanges:,} exchanges",
        "rows": exchanges,
        "cpu_s": round(cpu_s, 4), "theirs": f"{PRIMAITE_PER_S:,} a s",
        "ratio": round(exchanges / cpu_s / PRIMAITE_PER_S), "goal": 20,
    }  # fmt: skip


def _exchange(traffic: Traffic, exchanges: int) -> None:
    """The PCs ask the server in turn, a name each time anew of a thousand."""
    for number in range(exchanges):
        asked = Message(f"pc-{number % 20:03d}", "server", "dns", "A", f"host-{number % 1_000}.hub.example")
        if not traffic.send(asked, lambda _: OK).ok:
            raise AssertionError("an exchange was not answered")
    traffic.log.seal(1)


def network_of(hosts: int, policy: str) -> Traffic:
    """*hosts* PCs on four switches that speak to one server, each over four services, every 15 to 30 s."""
    services, offered = ("dns", "https", "smb", "kerberos"), ("ssh", "rdp", "https")
    server = Asset("server", "domain_controller", "identity", 3, "", "", "sw-servers", services=services)
    pcs = tuple(
        Asset(f"pc-{number:03d}", "workstation", "office", 4, "", "", f"sw-{number % 4}", services=offered)
        for number in range(hosts)
    )
    needs = [Need("server", service, service, every_s=10 * (n + 3) // 2) for n, service in enumerate(services)]
    demands = tuple(Demand(pc.name, "server", need) for pc in pcs for need in needs)
    inventory = Inventory(tuple(sorted((*pcs, server), key=lambda asset: asset.name)), demands)
    log = Log()
    network = Network(inventory, POLICIES[policy]().compile(inventory), log.names)
    traffic = Traffic(inventory, network, log, 1)
    if policy == "zones":
        traffic.add_demands("needs", list(enumerate(demands)))
    return traffic


if __name__ == "__main__":
    main()
