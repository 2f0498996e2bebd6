"""Left out: what of a recording a capture does not hold, by count.

A capture is of a network: what was said on a serial bus, by devices without an address, is in no capture. And a flood
of an hour would be hundreds of millions of packets, all alike: a conversation of more packets than a capture takes is
written shortened, whole from its opening to its end, with fewer of the packets in between. Its row, in every other
format, has the true numbers.

Sources: RFC 5474, section 5 (a sample says how it was taken, and of how much).
"""

from __future__ import annotations

from twin.lab.recording import Recording

MOST_PACKETS = 10_000
"""Packets of the longest conversation that a capture takes whole [judgement: a hub's own devices need fewer]."""
KEPT_PACKETS = 20
"""Packets that are left of a longer one, about: ten devices that flood for an hour are 700,000 packets then."""
ON_A_BUS = "rows of devices without an address, on a serial bus or unknown"
SHORTENED = (
    f"packets of conversations longer than {MOST_PACKETS:,} packets, of which about {KEPT_PACKETS} each are kept"
)


def left_out(recording: Recording) -> dict[str, int]:
    """How much of *recording* a capture lacks, in words and by count; what is 0 is not there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    known = pa.array([asset.name for asset in recording.assets if asset.address], pa.string())
    silent = packets = 0
    for batch in recording.batches("flow"):
        ends = [pc.is_in(batch.column(name).cast(pa.string()), value_set=known) for name in ("src", "dst")]
        seen = pc.and_(*ends)
        silent += len(batch) - pc.sum(seen).as_py()
        said = pc.add(batch.column("packets_out"), batch.column("packets_in")).filter(seen)
        lacking = pc.subtract(said.filter(pc.greater(said, MOST_PACKETS)), KEPT_PACKETS)
        packets += pc.sum(lacking).as_py() or 0
    return {words: count for words, count in ((ON_A_BUS, silent), (SHORTENED, packets)) if count}
