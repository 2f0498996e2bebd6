"""A million devices on one site, each reporting every ten seconds: decided, counted, recorded, written to Parquet.

Nothing is left out of what a run does: every report passes the policy's verdict, the links' luck and the count of its
need, its row is put into order, hashed into the digest, and leaves memory for a Parquet segment. There are two ways to
be recorded:

``reading``  all devices hang on one switch that no tap listens to; the historian keeps a row for each reading
``flow``     the broker stands behind the core, whose tap writes a flow of 22 columns for each report

Peak memory is told after the seconds that are measured, and again after twice and four times as many: it is that of
the site and of the rows that wait for the disk, and should not grow with the horizon: the columns
``rss_mb_after_...`` say whether it does.
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import measure
import numpy as np

from twin.core.chance import Streams
from twin.core.cohort import Due
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.segments import Segments
from twin.core.units import SECOND_US
from twin.net.channels import Mask
from twin.net.inventory import Asset, Demand, Inventory, Need
from twin.net.network import Network
from twin.net.traffic import Traffic
from twin.policies import POLICIES

PERIOD_S = 10
JITTER = 0.02
"""A report comes up to 0.2 s late."""
BUDGET = {"sim_s_per_cpu_s": 25, "rss_mb": 1_024, "bytes_per_row": 6}
AMPLE_MBPS = dict.fromkeys(("uplink", "cell", "core", "edge", "broker"), 1e9)
STEP_C = 0.1


def main(argv: Sequence[str] | None = None) -> None:
    """Measure one way of recording; memory is the process's own, so each way wants a process of its own."""
    parser = measure.arguments("simulated seconds a CPU second, with everything written", repeats=1)
    parser.add_argument("--devices", type=int, default=1_000_000, help="devices on the site")
    parser.add_argument("--seconds", type=int, default=60, help="simulated seconds that are measured")
    parser.add_argument("--window", type=int, default=1, help="seconds between two flushes")
    parser.add_argument("--record", choices=("reading", "flow"), default="reading", help="what is recorded of a report")
    asked = parser.parse_args(argv)
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        site = Million(asked.devices, asked.record, Path(folder))
        site.run(0, PERIOD_S, asked.window)
        begun = site.log.rows(asked.record)
        gc.enable()
        cpu_s = measure.cpu_seconds(lambda: site.run(PERIOD_S, PERIOD_S + asked.seconds, asked.window))
        rows, peaks, end = site.log.rows(asked.record) - begun, [_rss_mb()], PERIOD_S + asked.seconds
        for more in (asked.seconds, 2 * asked.seconds):
            site.run(end, end + more, asked.window)
            end += more
            peaks.append(_rss_mb())
        written = site.written(asked.record)
    row = {
        "devices": asked.devices, "recorded": asked.record, "rows": rows, "cpu_s": round(cpu_s, 3),
        "rows_per_cpu_s": round(rows / cpu_s), "sim_s_per_cpu_s": round(asked.seconds / cpu_s, 1),
        "bytes_per_row": round(written, 2), "rss_mb": peaks[0], "rss_mb_after_twice": peaks[1],
        "rss_mb_after_four_times": peaks[2],
    }  # fmt: skip
    measure.show("million", [row | {f"goal_{name}": goal for name, goal in BUDGET.items()}], as_json=asked.json)


class Million:
    """*devices* sensors that report to one broker, under the policy ``zones``."""

    def __init__(self, devices: int, record: str, folder: Path) -> None:
        self.segments = Segments(folder)
        self.log = Log(segments=self.segments)
        inventory = _inventory(devices, "sw-cold" if record == "reading" else "sw-servers")
        codes = self.log.names.codes(asset.name for asset in inventory.assets)
        network = Network(inventory, POLICIES["zones"]().compile(inventory), self.log.names)
        self.traffic = Traffic(inventory, network, self.log, 1, AMPLE_MBPS)
        channels = self.traffic.channels_of(
            "reports", self.traffic.in_phase(list(enumerate(inventory.demands))), JITTER
        )
        self._sensor, self._room, self._quantity = codes[channels.src], *self.log.names.codes(("hall", "temperature_c"))
        self._noise = Streams(channels.beat.streams.keys ^ np.uint64(1))
        channels.values = self._say
        if record == "reading":
            channels.arrived = self._arrive
        self.traffic.add(channels)

    def run(self, from_s: int, to_s: int, window_s: int) -> None:
        """Flush and seal window by window."""
        for until_s in range(from_s + window_s, to_s + 1, window_s):
            self.traffic.flush(until_s * SECOND_US)
            self.log.seal(until_s * SECOND_US)

    def written(self, record: str) -> float:
        """Bytes on disk for each row of *record* that is written; the names count in full."""
        self.log.close()
        files = self.segments.files(record)
        size = sum(path.stat().st_size for path in (*files, files[0].parent.parent / "names.parquet"))
        return size / self.log.rows(record)

    def _say(self, due: Due) -> Floats:
        """Temperatures around 4 C, in steps of a tenth."""
        return 0.1 * np.rint(self._noise.uniform(due.member, due.occurrence, 3.0, 5.0) / STEP_C)

    def _arrive(self, due: Due, values: Floats, arrived: Mask) -> None:
        if not arrived.all():
            raise AssertionError("a report was lost on an empty network")
        self.log.block(
            "reading", time=due.time_us, sensor=self._sensor[due.member], room=self._room, quantity=self._quantity,
            value=values, sequence=due.occurrence,
        )  # fmt: skip


def _inventory(devices: int, switch: str) -> Inventory:
    need = Need("broker-ot", "mqtt", "reports", every_s=PERIOD_S, bytes_out=160, bytes_in=60, verbs=("PUBLISH",))
    broker = Asset("broker-ot", "broker", "cold_chain", 2, "", "", switch, services=("mqtt",))
    traits: dict[str, float | str | bool] = {}
    meters = (
        Asset(f"meter-{number:07d}", "sensor", "cold_chain", 1, "", "", "sw-cold", traits=traits)
        for number in range(devices)
    )
    assets = (broker, *meters)
    return Inventory(assets, tuple(Demand(asset.name, broker.name, need) for asset in assets[1:]))


def _rss_mb() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10))


if __name__ == "__main__":
    main()
