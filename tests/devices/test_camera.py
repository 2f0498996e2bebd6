"""The camera: its stream is the biggest benign flow of the hub, and goes to one place."""

from __future__ import annotations

from collections import Counter

from tests.tiny_hub import rows, run_to, world


def test_a_camera_streams_to_the_recorder_and_asks_for_names_and_the_time() -> None:
    """Whatever else leaves a camera is not its own idea."""
    hub = world("zero_trust")
    run_to(hub, 20)
    sent = rows(hub, "flow", src="camera-01")
    assert {(row["dst"], row["service"]) for row in sent} == {("nvr-01", "rtsp"), ("dns-01", "dns"), ("dns-01", "ntp")}


def test_its_stream_outweighs_everything_else() -> None:
    """600 kB every 20 s, which is what hides a slow leak in a volume detector's eyes."""
    hub = world("zero_trust")
    run_to(hub, 10)
    out: Counter[str] = Counter()
    for row in rows(hub, "flow"):
        out[row["src"]] += row["bytes_out"]
    assert {name for name, _ in out.most_common(2)} == {"camera-01", "camera-02"}


def test_one_camera_does_not_reach_the_next_under_least_privilege() -> None:
    """Neighbours of a kind need nothing of each other."""
    assert {policy: _fate(policy) for policy in ("flat", "zones", "microsegmentation")} == {
        "flat": "delivered",
        "zones": "delivered",
        "microsegmentation": "denied",
    }


def _fate(policy: str) -> str:
    from twin.net.message import Message

    return world(policy).network.verdict_of(Message("camera-01", "camera-02", "ssh"))[1]
