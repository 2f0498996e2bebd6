"""Detection tests under pytest: its plugin, and what tests in plain Python say.

``pytest detections/`` collects ``*.detect.yml`` (:mod:`twin.lab.detection.testing.plugin`); a test in Python asks for
the fixtures ``detect_run``, ``events`` and ``alerts`` and says what must hold::

    from twin.lab.detection.testing import assert_detects, assert_quiet

    @pytest.mark.detect_run(story="coffee-machine", posture="zones", hours=0.6)
    def test_the_scan_is_seen(alerts):
        assert_detects(alerts, detector="scan", entity="coffee-01", within_s=30)

Source: ours.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twin.lab.detection.testing.asserts import assert_detects, assert_quiet
    from twin.lab.detection.testing.recorded import Alerts

__all__ = ["Alerts", "assert_detects", "assert_quiet"]

_HOMES = {"Alerts": "recorded", "assert_detects": "asserts", "assert_quiet": "asserts"}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: pytest loads this package in every session."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
