"""The recorder: every camera's stream ends here."""

from __future__ import annotations

from tests.tiny_hub import cut, rows, run_to, world


def test_every_camera_streams_to_it_three_times_a_minute() -> None:
    """A row each 20 s and camera, whatever the jitter."""
    hub = world("zero_trust")
    run_to(hub, 10)
    for camera in ("camera-01", "camera-02"):
        assert len(rows(hub, "flow", src=camera, dst="nvr-01", service="rtsp")) in (29, 30)


def test_an_isolated_recorder_records_nothing() -> None:
    """Every stream is refused from then on, and says by whom."""
    hub = world("zero_trust")
    run_to(hub, 5)
    cut(hub, "nvr-01")
    run_to(hub, 10)
    streams = rows(hub, "flow", dst="nvr-01", service="rtsp")
    assert {row["time"] >= 300_000_000 for row in streams if row["action"] == "deny"} == {True}
    assert {row["rule"] for row in streams if row["time"] >= 300_000_000} == {"response:quarantine:nvr-01"}
    assert all(row["bytes_out"] == 0 for row in streams if row["action"] == "deny")
