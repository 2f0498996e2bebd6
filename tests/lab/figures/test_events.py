"""What pictures know of an attack is read from the log alone."""

from __future__ import annotations

from tests.lab.synthetic import SPAN_US, made_up_run
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.lab.figures.events import (
    FaultSpan,
    attack_interval,
    blocked_pairs,
    contained,
    fallen,
    fault_spans,
    reached_pairs,
    step_spans,
)


def test_a_step_has_its_interval_and_its_effect_apart() -> None:
    """Tampering took two minutes; its effect lasted forty-one."""
    spans = {span.step: span for span in step_spans(made_up_run().log, SPAN_US)}
    tamper = spans["tamper"]
    assert (tamper.start, tamper.end) == (10 * MINUTE_US, 12 * MINUTE_US)
    assert (tamper.effect_start, tamper.effect_end) == (11 * MINUTE_US, 52 * MINUTE_US)
    assert (tamper.hit, tamper.outcome) == (("amr-007",), "success")
    assert spans["foothold"].effect_start is None


def test_several_targets_of_a_step_are_one_span_with_counted_outcomes() -> None:
    """Two successes and a block; what never ends lasts to the end of the run."""
    log = Log()
    for number, outcome in enumerate(("success", "success", "blocked")):
        common = {"step": "spread", "technique": "T1", "attack": "x", "actor": "a", "target": f"b{number}"}
        log.one("attack", time=number, phase="start", outcome="", **common)
        log.one("attack", time=10 + number, phase="end", outcome=outcome, **common)
    log.one("attack", time=5, phase="effect_start", outcome="", step="spread", target="b0")
    log.seal(100)
    (span,) = step_spans(log, 100)
    assert (span.start, span.end, span.effect_end, span.outcome) == (0, 12, 100, "1 blocked, 2 success")


def test_the_attack_lasts_until_its_last_effect_is_over() -> None:
    """From the first step to the end of the effect; a quiet day has no interval."""
    assert attack_interval(step_spans(made_up_run().log, SPAN_US)) == (8 * MINUTE_US, 52 * MINUTE_US)
    assert attack_interval(step_spans(made_up_run(quiet=True).log, SPAN_US)) is None


def test_fallen_reached_refused_and_contained_are_told_apart() -> None:
    """One robot fell, four were reached, eight workstations were refused, one robot was contained."""
    log = made_up_run().log
    assert fallen(log) == {"amr-007": 9 * MINUTE_US}
    assert {dst for _, dst in reached_pairs(log)} == {f"amr-{n:03d}" for n in (1, 2, 3, 4)}
    assert len(blocked_pairs(log)) == 8
    assert contained(log) == {"amr-007": 19 * MINUTE_US}


def test_a_sensor_s_fault_lasts_from_its_onset_to_its_end_or_to_the_run_s() -> None:
    """It is no attack: there is no interval of one."""
    log = Log()
    log.one("sensor_fault", time=10, sensor="temp-01", fault="hold", end=20, size=float("nan"))
    log.one("sensor_fault", time=15, sensor="temp-02", fault="drift_ramp", end=1_000, size=1.5)
    log.seal(100)
    assert fault_spans(log, 100) == [FaultSpan("temp-01", "hold", 10, 20), FaultSpan("temp-02", "drift_ramp", 15, 100)]
    assert attack_interval(step_spans(log, 100)) is None
