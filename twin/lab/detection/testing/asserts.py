"""Assertions on the alerts of one run, whose failures tell what happened in it.

Source: ours; what counts as a detection is :mod:`twin.lab.detection.accuse`'s to say.
"""

from __future__ import annotations

from twin.core.units import SECOND_US, format_duration, us
from twin.lab.detection.accuse import alerts_meant, detection, moment
from twin.lab.detection.promises import Accusation
from twin.lab.detection.results import SeenAlert
from twin.lab.detection.rules import called
from twin.lab.detection.testing.recorded import Alerts
from twin.lab.detection.timeline import timeline
from twin.lab.wording import plural


def assert_detects(
    alerts: Alerts, *, rule: str = "", detector: str = "", entity: str | tuple[str, ...] = "", technique: str = "",
    within_s: float | None = None, since: str = "attack",
) -> SeenAlert:  # fmt: skip
    """There is a right alert from *since* on, and no later than *within_s* seconds after it; the first such alert.

    *rule* is a Sigma rule by title, id or file name, *detector* a kind; with neither of them any will do. Without an
    *entity* the alert must accuse an asset in which the attack is at work. *since* is ``attack``, ``story``,
    ``step.<id>.start``, ``step.<id>.effect`` or ``impact.<kind>``.
    """
    __tracebackhide__ = True
    said = _said(alerts, rule, detector, entity, technique)
    came = moment(alerts.run, since)
    if came is None:
        raise AssertionError(_told(alerts, f"{since} never came, so there was nothing to detect"))
    found = detection(said, alerts.run, alerts.rules, came)
    if found is None:
        raise AssertionError(_told(alerts, f"not detected by {said.words}"))
    after_s = (found.time_us - came) / SECOND_US
    if within_s is not None and after_s > within_s:
        late = f"{said.words} detected after {format_duration(us(after_s))}, not within {format_duration(us(within_s))}"
        raise AssertionError(_told(alerts, f"{late} of {since}"))
    return found


def assert_quiet(
    alerts: Alerts, *, rule: str = "", detector: str = "", entity: str | tuple[str, ...] = "", technique: str = "",
    at_most: int = 0,
) -> None:  # fmt: skip
    """There are no more than *at_most* such alerts, right or wrong, and whoever is meant could have spoken."""
    __tracebackhide__ = True
    said = _said(alerts, rule, detector, entity, technique)
    kind = "sigma" if rule else detector
    deaf = [each for each in alerts.run.listened if (each.kind == kind or not kind) and not each.ran]
    if deaf and len(deaf) == sum(each.kind == kind or not kind for each in alerts.run.listened):
        raise AssertionError(_told(alerts, f"silence proves nothing: {deaf[0].kind} did not run: {deaf[0].reason}"))
    found = alerts_meant(said, alerts.run, alerts.rules)
    if len(found) > at_most:
        allowed = f"at most {at_most}" if at_most else "none"
        raise AssertionError(_told(alerts, f"{plural(len(found), 'alert')} by {said.words}, {allowed} wanted"))


def _said(alerts: Alerts, rule: str, detector: str, entity: str | tuple[str, ...], technique: str) -> Accusation:
    """What is meant; a rule or detector that nobody has is a mistake in the test, not silence."""
    if rule and detector:
        raise ValueError("name a rule or a detector, not both")
    if rule and not called(rule, alerts.rules):
        known = ", ".join(sorted(each.title for each in alerts.rules)) or "none"
        raise ValueError(f"no rule of the ruleset is called {rule!r}; there are: {known}")
    kinds = {each.kind for each in alerts.run.listened}
    if detector and detector not in kinds:
        raise ValueError(f"no detector of the ruleset is a {detector!r}; there are: {', '.join(sorted(kinds))}")
    return Accusation(rule=rule, detector=detector, any=not (rule or detector), entity=entity, technique=technique)


def _told(alerts: Alerts, problem: str) -> str:
    return "\n".join([problem, "", alerts.run.label, *timeline(alerts.run, problem)])
