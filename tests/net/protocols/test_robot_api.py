"""Laws of the protocol: The AMR's own service interface: HTTP on port 8080."""

from __future__ import annotations

from twin.net.protocols.robot_api import RobotApi


def test_reading_a_configuration_is_not_writing_it() -> None:
    """Only the two calls that change a robot are writes."""
    assert RobotApi.port == 8080
    assert RobotApi.writes == ("write_config", "upload_map")
