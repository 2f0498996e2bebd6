"""What every detector on the shelf must do."""

from __future__ import annotations

import importlib
import io
import re
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from tests.watching import batch, controlled, flow, polled, reading, refused, state, watch
from twin.core.names import Names
from twin.core.units import us
from twin.detectors import DETECTORS
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.sigma import Sigma

PACK = Path(__file__).resolve().parents[2] / "scenarios" / "rules"
SOONER: dict[str, dict[str, float]] = {
    "anomaly": {"learn_min": 2.0},
    "federated": {"learn_min": 2.0},
    "class_baseline": {"learn_min": 2.0},
    "new_contact": {"learn_min": 2.0},
    "random": {"share": 0.3},
}
"""Parameters for kinds that need more than ten minutes by default."""
kinds = pytest.mark.parametrize("kind", sorted(DETECTORS))


def ready(kind: str, seen: Watch) -> Detector:
    """A started detector of *kind*."""
    detector = DETECTORS[kind](**SOONER.get(kind, {}))
    if isinstance(detector, Sigma):
        detector.locate(PACK)
    detector.start(seen)
    return detector


def noise(seen: Watch, part: int) -> Batch:
    """Ten seconds of everything: a scan, a beacon, a shell on a robot, a jump, a frozen gateway, a wry sensor."""
    start = 10 * part
    flows = [refused(start + n / 10, "coffee-01", "dc-01", 100 * part + n + 1) for n in range(40)]
    flows += [
        flow(start + n, "hvac-01", "resolver-public", "dns", object="a.invalid", status="NXDOMAIN") for n in range(9)
    ]
    flows += [flow(start + 5, "ws-01", "amr-001", "ssh"), flow(start + 6, "ws-02", "resolver-public", bytes_out=10**8)]
    flows.append(flow(start + 4, "coffee-01", "stranger", "https", bytes_out=300))
    flows += [flow(start + 8, "ws-03", "gateway-01", "ssh")] * (part >= 30)
    robots = [state(start + 2 * n, 10.0 * n, 5.0 * part) for n in range(5)]
    rooms = [reading(start + 3, f"t-0{s}", 4.0 + max(0, 35 - part) + 2 * (s == 3 and part > 42)) for s in (1, 2, 3)]
    rooms = [{**row, "sequence": part} for row in rooms]
    rooms.append(reading(start + 2, "c-01", 5.0, quantity="compressor_current_a"))
    bus = [polled(start + 3, f"t-0{s}", 4.0, part) for s in (1, 2, 3)]
    control = [controlled(start + 5, "hvac-01", setpoint_c=15.0)] * (part == 3)
    told = [{"time": start * 10**6, "tap": "core", "offered": 600 * (part < 20), "dropped": 30 * (part < 20)}]
    return batch(seen, start + 10, from_s=start, flow=flows, robot_state=robots, reading=rooms, tap_health=told,
                 bus=bus, control=control)  # fmt: skip


def alerts_of(kind: str, seen: Watch, parts: int = 50) -> list[Alert]:
    """All alerts over some minutes of noise."""
    detector = ready(kind, seen)
    return [alert for part in range(parts) for alert in detector.observe(noise(seen, part))]


def _plain(alerts: list[Alert]) -> list[tuple[object, ...]]:
    return [(a.time_us, a.entity, a.technique, a.level, a.title, a.evidence_rows) for a in alerts]


@kinds
def test_it_survives_a_file(kind: str) -> None:
    """Written to YAML and read again it is equal."""
    detector = DETECTORS[kind]()
    text = io.StringIO()
    YAML(typ="safe").dump(detector.model_dump(mode="json"), text)
    assert DETECTORS[kind].model_validate(YAML(typ="safe").load(text.getvalue())).model_dump() == detector.model_dump()


@kinds
def test_it_refuses_parameters_it_does_not_know(kind: str) -> None:
    """A misspelt parameter is named, not ignored."""
    with pytest.raises(ValidationError, match="thresold"):
        DETECTORS[kind].model_validate({"thresold": 3})


@kinds
def test_its_file_teaches_and_names_its_sources(kind: str) -> None:
    """The module says what it does and where that is written; each parameter says what it is."""
    assert re.search(r"^Sources: \S", importlib.import_module(f"twin.detectors.{kind}").__doc__ or "", re.MULTILINE)
    assert all(field.description for field in DETECTORS[kind].model_fields.values())


@kinds
def test_it_is_silent_on_nothing(kind: str) -> None:
    """Empty batches, for a day, raise nothing."""
    seen = watch()
    detector = ready(kind, seen)
    assert [a for n in range(100) for a in detector.observe(batch(seen, 864 * n + 864, from_s=864 * n))] == []


@kinds
def test_it_finds_something_in_the_noise(kind: str) -> None:
    """None of them is deaf, but for the one that is so on purpose."""
    assert bool(alerts_of(kind, watch())) == (kind != "never")


@kinds
def test_the_same_rows_give_the_same_alerts(kind: str) -> None:
    """Started anew it has forgotten everything, and says the same again."""
    seen = watch()
    detector = ready(kind, seen)
    first = [alert for part in range(45) for alert in detector.observe(noise(seen, part))]
    detector.start(seen)
    assert _plain([alert for part in range(45) for alert in detector.observe(noise(seen, part))]) == _plain(first)


@kinds
def test_many_batches_at_once_give_the_same_alerts(kind: str) -> None:
    """Whoever has a recording puts many to it together; each has its own answer."""
    seen = watch()
    batches = [noise(seen, part) for part in range(45)]
    detector = ready(kind, seen)
    one_by_one = [detector.observe(batch) for batch in batches]
    detector.start(seen)
    assert detector.observe_all(batches[:7]) + detector.observe_all(batches[7:]) == one_by_one


@kinds
def test_codes_do_not_matter(kind: str) -> None:
    """Names coded earlier, by whatever nobody may see, change no alert: blindness."""
    other = Names()
    other.codes([f"truth-{n}" for n in range(500)] + ["ws-09", "resolver-public", "coffee-01"])
    assert _plain(alerts_of(kind, watch(names=other))) == _plain(alerts_of(kind, watch()))


@kinds
def test_alerts_are_raised_when_the_batch_was_read_and_in_order(kind: str) -> None:
    """No alert is older than the reading that gave rise to it."""
    alerts = alerts_of(kind, watch())
    assert all(alert.time_us % us(10) == 0 for alert in alerts)
    assert alerts == sorted(alerts, key=lambda alert: (alert.time_us, alert.entity, alert.title))


@kinds
def test_alerts_name_an_entity_and_a_technique(kind: str) -> None:
    """Whom, what, and at least one row."""
    for alert in alerts_of(kind, watch()):
        assert alert.entity
        assert re.fullmatch(r"T\d{4}(\.\d{3})?", alert.technique)
        assert alert.evidence_rows >= 1


@kinds
def test_an_hour_of_the_same_noise_is_few_alerts(kind: str) -> None:
    """Whoever repeats itself drowns the analysts: at most three an entity, technique and level within the hour."""
    said: dict[tuple[str, str, str], int] = {}
    for alert in alerts_of(kind, watch(), parts=120):
        key = (alert.entity, alert.title, alert.level)
        said[key] = said.get(key, 0) + 1
    assert max(said.values(), default=1) == 1


def test_the_shelf_imports_no_truth() -> None:
    """No detector reaches the plant, the attacks or the lab: what it cannot import it cannot leak."""
    for kind in DETECTORS:
        module = sys.modules[DETECTORS[kind].__module__]
        text = Path(module.__file__ or "").read_text(encoding="utf-8")
        assert not re.search(r"twin\.(plant|attacks|lab)", text)
