"""Assertions in plain Python: what they accept, and what their failures tell."""

from __future__ import annotations

import pytest

from tests.lab.detection.seen import alert, seen
from twin.lab.detection.results import Listened
from twin.lab.detection.testing import Alerts, assert_detects, assert_quiet

FOUND = Alerts(seen(1, alert(after_s=10)))
SILENT = Alerts(seen(1))


def test_a_right_alert_in_time_is_returned() -> None:
    """Of the right kind, asset and technique, in time."""
    found = assert_detects(FOUND, detector="scan", entity="coffee-*", technique="T0846", within_s=10)
    assert found is FOUND[0]
    assert assert_detects(FOUND) is found


@pytest.mark.parametrize(
    "said",
    [{"entity": "ws-03"}, {"technique": "T0859"}, {"within_s": 9.9}, {"since": "step.scan.effect"},
     {"since": "impact.jam"}],
)  # fmt: skip
def test_another_asset_technique_or_time_is_a_failure(said: dict[str, str]) -> None:
    """Each of them alone."""
    with pytest.raises(AssertionError):
        assert_detects(FOUND, **said)  # type: ignore[arg-type]


def test_a_failure_tells_what_happened() -> None:
    """Whoever reads it knows the run, the attack and the end."""
    with pytest.raises(AssertionError) as failure:
        assert_detects(SILENT, detector="scan", within_s=30)
    text = str(failure.value)
    assert text.startswith("not detected by scan\n\ncoffee-machine, zones, seed 1\n")
    assert "scan begins: port_scan from coffee-01 on dc-01" in text
    with pytest.raises(AssertionError, match="scan detected after 10 s, not within 9 s of attack"):
        assert_detects(FOUND, detector="scan", within_s=9)


def test_quiet_means_no_more_than_allowed_and_that_somebody_listened() -> None:
    """Alerts count whether right or wrong; a deaf detector proves nothing."""
    assert_quiet(SILENT)
    assert_quiet(FOUND, at_most=1)
    assert_quiet(FOUND, entity="ws-*")
    with pytest.raises(AssertionError, match="1 alert by any detector, none wanted"):
        assert_quiet(FOUND)
    deaf = Alerts(seen(1, listened=(Listened(0, "scan", ran=False, reason="no table flow"),)))
    with pytest.raises(AssertionError, match="silence proves nothing: scan did not run: no table flow"):
        assert_quiet(deaf)


def test_a_name_that_nobody_has_is_a_mistake_and_no_silence() -> None:
    """A typing error must not make a quiet test green."""
    with pytest.raises(ValueError, match="no detector of the ruleset is a 'scam'; there are: scan"):
        assert_quiet(SILENT, detector="scam")
    with pytest.raises(ValueError, match="no rule of the ruleset is called 'sweep'; there are: none"):
        assert_quiet(SILENT, rule="sweep")
    with pytest.raises(ValueError, match="not both"):
        assert_detects(SILENT, rule="a", detector="b")
