"""Laws of the protocol: RTSP: a camera's stream, started and stopped."""

from __future__ import annotations

from twin.net.protocols.rtsp import Rtsp


def test_the_stream_is_controlled_in_clear_text() -> None:
    """Port 554; starting a stream changes nothing at the camera."""
    assert Rtsp.port == 554
    assert not Rtsp.encrypted
    assert Rtsp.writes == ()
