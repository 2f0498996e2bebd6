"""Captures: how many packets a CPU second are made and written, in both formats."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import measure

import twin
from twin.lab.exporters.base import Exporter
from twin.lab.exporters.pcap import Pcap
from twin.lab.exporters.pcapng import Pcapng
from twin.lab.recording import Recording

FORMATS: dict[str, Callable[[], Exporter]] = {"pcap": Pcap, "pcapng": Pcapng}


def main(argv: Sequence[str] | None = None) -> None:
    """Measure both formats on one run."""
    parser = measure.arguments("packets a CPU second", repeats=3)
    parser.add_argument("--site", default="small", help="site by name")
    parser.add_argument("--minutes", type=float, default=2.0, help="simulated minutes to write")
    asked = parser.parse_args(argv)
    recording = twin.run("quiet-day", "zones", site=asked.site, hours=asked.minutes / 60).recording
    packets = sum(row["packets_out"] + row["packets_in"] for row in recording.rows("flow"))
    rows = [_measured(kind, recording, packets, asked.repeats) for kind in FORMATS]
    measure.show("pcap", rows, as_json=asked.json)


def _measured(kind: str, recording: Recording, packets: int, repeats: int) -> measure.Row:
    with tempfile.TemporaryDirectory() as folder:
        work = partial(FORMATS[kind]().write, recording, Path(folder))
        cpu_s = measure.median([measure.cpu_seconds(work) for _ in range(repeats)])
        size = (Path(folder) / "observed" / f"capture.{kind}").stat().st_size
    return {
        "format": kind, "packets": packets, "bytes": size, "cpu_s": cpu_s, "packets_per_cpu_s": round(packets / cpu_s),
    }  # fmt: skip


if __name__ == "__main__":
    main()
