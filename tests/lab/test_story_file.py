"""Stories whose steps cannot happen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import SITE, STORY, at, faults_of, inside, only, write
from twin.attacks import ATTACKS
from twin.core.units import MINUTE_US
from twin.lab.loader import load_story
from twin.lab.story_file import NAMES_ASSET

FIRST, SECOND = STORY.splitlines()[-2:]
ROWS = [
    (
        FIRST,
        FIRST.replace("service_port", "servis_port"),
        "unknown-kind",
        "servis_port",
        "not an attack",
        "service_port",
    ),
    (FIRST, FIRST.replace("}", ", minuts: 3}"), "unknown-parameter", "minuts", "minuts", "did you mean minutes?"),
    (FIRST, FIRST.replace("}", ", minutes: -3}"), "out-of-range", "-3", "-3", "above 0 to 600"),
    (SECOND, SECOND.replace("shift_m", "shfit_m"), "unknown-parameter", "shfit_m", "shfit_m", "did you mean shift_m?"),
    (SECOND, SECOND.replace("[3.0, -1.5]", "[3.0]"), "wrong-length", "[3.0]", "ends before entry 2", "metres"),
    (SECOND, SECOND.replace("after: foothold", "after: foot"), "missing-reference", "foot,", '"foot"', "foothold"),
    (FIRST, FIRST.replace("amr-007", "amr-07"), "missing-reference", "amr-07,", '"amr-07"', "did you mean amr-007?"),
    (FIRST, FIRST.replace("amr-007", '"arm-*"'), "matches-nothing", '"arm-*"', '"arm-*"', "did you mean amr-*?"),
    (FIRST, FIRST.replace("}", ", from: ws-99}"), "missing-reference", "ws-99", '"ws-99"', "did you mean ws-09?"),
    (FIRST, FIRST.replace('at: "00:08"', "when: {alert_on: ws-99}"), "missing-reference", "ws-99", '"ws-99"', "ws-09"),
    (FIRST, FIRST.replace('at: "00:08"', "when: {alert: ws-01}"), "unknown-key", "alert:", "no such state", "alert_on"),
    (FIRST, FIRST.replace('"00:08"', "8"), "bad-duration", "8}", "8 is not a duration", "00:10"),
    (FIRST, FIRST.replace('"00:08"', "soon"), "bad-duration", "soon", '"soon"', "00:10"),
    (FIRST, FIRST.replace('at: "00:08"', "when: {}"), "wrong-type", "{}", "not a state", "alert_on"),
    (FIRST, FIRST.replace(', at: "00:08"', ""), "bad-trigger", "{id: foothold", "it has none", "at:"),
    (SECOND, SECOND.replace("delay: 2 min", 'at: "00:10"'), "bad-trigger", "{id: tamper", "at and after", "keep one"),
    (FIRST, FIRST.replace("}", ", delay: 2 min}"), "bad-trigger", "delay", "counted from", "after"),
    (FIRST, FIRST.replace("on: amr-007", "on: won"), "bad-trigger", "won", "won means", "after"),
    (FIRST, FIRST.replace(", on: amr-007", ""), "missing-key", "{id: foothold", "on is missing", "add on"),
    (
        SECOND,
        SECOND.replace("id: tamper", "id: foothold"),
        "duplicate-name",
        "foothold, kind: tampered",
        "a step",
        "another",
    ),
    ("site: small", "site: smal", "unknown-site", "smal", '"smal" is not a site', "did you mean small?"),
    ("hours: 1", "hours: 0", "out-of-range", "0\nsite", "0 is out of range", "above 0"),
    ("hours: 1", "hours: 3600", "mistaken-unit", "3600", "minutes", "60 h"),
    ("2026-03-02T08:30", "half past eight", "wrong-type", "half", '"half past eight"', "2026-03-02T08:30"),
    ("title: A story\n", "title: A story\ninclude: x.yaml\n", "unknown-key", "include", "include", "known"),
]


def _faults_with(tmp_path: Path, *steps: str) -> list[tuple[str, int]]:
    """Codes of the faults, and at which step, of a story of *steps*."""
    lines = "".join(f"  - {{{step}}}\n" for step in steps)
    text = STORY[: STORY.index("  - ")]
    path = write(tmp_path, "odd/scenario.yaml", text + lines)
    return [(fault.code, at(fault)[0] - text.count("\n")) for fault in faults_of(lambda: load_story(path))]


SCAN = "id: scan, kind: port_scan, from: ws-01, on: dc-01"
PHISH = 'id: phish, kind: service_port, on: "ws-*", way: phishing'


@pytest.mark.parametrize(
    ("steps", "faults"),
    [
        ([f"{SCAN}, at: 5 min"], [("no-foothold", 1)]),
        ([f"{PHISH}, at: 5 min", f"{SCAN}, at: 5 min"], [("no-foothold", 2)]),
        ([f"{PHISH}, at: 4 min", f"{SCAN}, at: 5 min"], []),
        ([f"{SCAN}, after: phish", f"{PHISH}, at: 4 min"], []),
        ([f"{PHISH}, at: 9 min".replace("ws-*", "ws-02"), f"{SCAN}, after: phish"], [("no-foothold", 2)]),
        (
            [f"{PHISH}, at: 1 min", f"{SCAN}, at: 5 min", "id: more, kind: default_credentials, on: won, after: phish"],
            [],
        ),
        ([f"{PHISH}, at: 1 min, from: ws-01"], [("no-foothold", 1)]),
        ([f"{PHISH}, at: 1 min".replace("service_port", "servis_port"), f"{SCAN}, at: 5 min"], [("unknown-kind", 1)]),
    ],
)
def test_a_step_acts_only_from_what_another_can_have_taken(
    tmp_path: Path, steps: list[str], faults: list[tuple[str, int]]
) -> None:
    """Some other step of a kind that takes, on that asset, not known to come later; by hand needs no from."""
    assert _faults_with(tmp_path, *steps) == faults


@pytest.mark.parametrize(("old", "new", "code", "place", "quoted", "remedy"), ROWS)
def test_each_fault_of_a_story_has_place_value_and_remedy(
    tmp_path: Path, old: str, new: str, code: str, place: str, quoted: str, remedy: str
) -> None:
    """Kinds, parameters, times, triggers and names: one mistake, one fault of its code, at its line and column."""
    text = STORY.replace(old, new)
    path = write(tmp_path, "odd/scenario.yaml", text)
    faults = [fault for fault in faults_of(lambda: load_story(path)) if fault.code == code]
    assert len(faults) == 1
    assert (faults[0].place.source, at(faults[0])) == (str(path), inside(text, new, place))
    assert quoted in faults[0].message
    assert remedy in faults[0].remedy


def test_a_good_story_reads_as_it_was_meant(tmp_path: Path) -> None:
    """Steps keep their parameters; times become microseconds; the folder gives the name."""
    story = load_story(write(tmp_path, "odd-robot/scenario.yaml", STORY))
    first, second = story.steps
    assert story.name == "odd-robot"
    assert (first.on, first.at_us, dict(first.parameters)) == (("amr-007",), 8 * MINUTE_US, {})
    assert (second.after, second.delay_us, second.at_us) == ("foothold", 2 * MINUTE_US, None)
    assert dict(second.parameters) == {"shift_m": [3.0, -1.5]}


def test_steps_that_wait_for_each_other_are_named_in_their_ring(tmp_path: Path) -> None:
    """Three steps in a ring are one fault that shows the ring; a step that waits for the ring is not in it."""
    steps = "".join(
        f"  - {{id: {name}, kind: service_port, on: amr-001, after: {after}}}\n"
        for name, after in (("d", "a"), ("a", "b"), ("b", "c"), ("c", "a"))
    )
    text = STORY[: STORY.index("  - ")] + steps
    fault = only(lambda: load_story(write(tmp_path, "ring/scenario.yaml", text)))
    assert fault.code == "step-cycle"
    assert "a -> b -> c -> a" in fault.message


def test_many_faults_come_at_once_and_in_order(tmp_path: Path) -> None:
    """Five mistakes in one story are five faults, from top to bottom."""
    text = STORY.replace("hours: 1", "hours: -1").replace("service_port", "x").replace('"00:08"', "8")
    text = text.replace("shift_m", "shift").replace("after: foothold", "after: foot")
    faults = faults_of(lambda: load_story(write(tmp_path, "bad/scenario.yaml", text)))
    assert [fault.code for fault in faults] == [
        "out-of-range",
        "unknown-kind",
        "bad-duration",
        "missing-reference",
        "unknown-parameter",
    ]
    assert [at(fault) for fault in faults] == sorted(at(fault) for fault in faults)


def test_steps_that_are_no_mappings_are_refused(tmp_path: Path) -> None:
    """A word where a step should be is a fault at the word."""
    text = STORY[: STORY.index("  - ")] + "  - foothold\n"
    fault = only(lambda: load_story(write(tmp_path, "odd/scenario.yaml", text)))
    assert (fault.code, fault.message) == ("wrong-type", 'steps[0]: "foothold" is not a mapping')


def test_assets_are_looked_up_on_the_site_that_is_asked_for(tmp_path: Path) -> None:
    """amr-100 exists on the standard site only."""
    path = write(tmp_path, "big/scenario.yaml", STORY.replace("amr-007", "amr-100"))
    assert {fault.code for fault in faults_of(lambda: load_story(path))} == {"missing-reference"}
    assert load_story(path, "standard").steps[0].on == ("amr-100",)


def test_a_parameter_that_names_an_asset_names_one_of_the_site(tmp_path: Path) -> None:
    """Written, or by default where the site lacks what the default means."""
    beacon = '  - {id: ask, kind: dns_beacon, on: hvac-cold-01, at: "00:01", resolver: resolver-pblic}\n'
    text = STORY.partition("  - ")[0] + beacon
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert (fault.code, at(fault)) == ("missing-reference", inside(text, "resolver", "resolver-pblic"))
    assert "did you mean resolver-public?" in fault.remedy
    site = SITE.replace("  - {kind: gateway}", "  - {kind: gateway}\n  - {kind: hvac_controller, name: hvac-cold}")
    path = write(tmp_path, "site.yaml", site)
    silent = write(tmp_path, "t.yaml", text.replace(", resolver: resolver-pblic", ""))
    assert "steps[0].resolver" in " ".join(fault.message for fault in faults_of(lambda: load_story(silent, path)))


def test_every_parameter_that_names_an_asset_is_looked_up() -> None:
    """An attack says so where it describes its parameters."""
    for kind, attack in ATTACKS.items():
        fields = attack.model_fields.items()
        naming = tuple(name for name, field in fields if (field.description or "").startswith("asset"))
        assert naming == NAMES_ASSET.get(kind, ())


def test_a_story_starts_in_a_year_that_every_export_can_write(tmp_path: Path) -> None:
    """Not at the end of the calendar, where an hour later is no date."""
    text = STORY.replace("2026-", "9999-")
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert (fault.code, at(fault)) == ("out-of-range", inside(text, "starts", "9999"))


CONCEALED = (
    "  - {id: warm, kind: gateway_blinding, on: gateway-01, at: 9 min, conceal: {kind: freeze, on: gateway-02}}\n"
)


def test_what_conceals_a_step_is_read_with_its_manner_and_its_lead(tmp_path: Path) -> None:
    """The parameters of ``concealment`` stand beside its kind, which is the manner."""
    text = STORY.partition("  - ")[0] + CONCEALED.replace("freeze,", "replay, minutes: 5, lead: 2 min,")
    (step,) = load_story(write(tmp_path, "s.yaml", text)).steps
    assert step.conceal is not None
    assert (step.conceal.on, step.conceal.lead_us) == (("gateway-02",), 2 * MINUTE_US)
    assert dict(step.conceal.parameters) == {"manner": "replay", "minutes": 5}


@pytest.mark.parametrize(
    ("old", "new", "code", "word"),
    [
        ("kind: freeze", "kind: freze", "not-a-choice", "freze"),
        ("kind: freeze", "kind: freeze, back: 3", "unknown-parameter", "back"),
        ("on: gateway-02", "on: camera-01", "missing-reference", "camera-01"),
        ("on: gateway-02", "on: gateway-01", "contradicts-itself", "gateway-01"),
        ("on: gateway-02", "on: gateway-02, lead: soon", "bad-duration", "soon"),
        ("{kind: freeze, on: gateway-02}", "freeze", "wrong-type", "freeze"),
    ],
)
def test_what_cannot_conceal_a_step_is_a_fault(tmp_path: Path, old: str, new: str, code: str, word: str) -> None:
    """At its place."""
    text = STORY.partition("  - ")[0] + CONCEALED.replace(old, new)
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert (fault.code, at(fault)) == (code, inside(text, "conceal", word))


ADVERSARY = "  - {id: plan, kind: planner, on: ws-07, at: 5 min, target: gateway-01}\n"


@pytest.mark.parametrize(
    ("old", "new", "code", "word"),
    [
        ("planner", "planer", "unknown-kind", "planer"),
        ("target: gateway-01", "target: gateway-71", "missing-reference", "gateway-71"),
        ("at: 5 min", "at: 5 min, from: ws-01", "no-foothold", "from"),
        ("at: 5 min", "at: 5 min, goal: port_scn", "bad-value", "port_scn"),
        ("at: 5 min", "at: 5 min, conceal: {kind: freeze, on: gateway-02}", "bad-trigger", "conceal"),
    ],
)
def test_an_adversary_is_checked_like_an_attack(tmp_path: Path, old: str, new: str, code: str, word: str) -> None:
    """Kind, parameters, assets; it begins at its target, and hides what it does by itself."""
    text = STORY.partition("  - ")[0] + ADVERSARY.replace(old, new)
    codes = {fault.code: at(fault) for fault in faults_of(lambda: load_story(write(tmp_path, "s.yaml", text)))}
    assert codes[code] == inside(text, new, word)


def test_the_parameters_of_a_goal_are_those_of_the_goal(tmp_path: Path) -> None:
    """A goal that cannot be done is found before the run."""
    goal = "goal: gateway_blinding, goal_parameters: {mode: silent}"
    text = STORY.partition("  - ")[0] + ADVERSARY.replace("at: 5 min", f"at: 5 min, {goal}")
    assert {fault.code for fault in faults_of(lambda: load_story(write(tmp_path, "s.yaml", text)))} == {"bad-value"}


@pytest.mark.parametrize(
    ("step", "word", "kinds"),
    [
        ("kind: tampered_navigation, on: coffee-01", "coffee-01", "amr"),
        ("kind: setpoint_write, from: amr-007, on: dc-01", "dc-01", "hvac_controller"),
        ('kind: jamming, on: ["access-point-*", dc-01]', "dc-01", "access_point"),
        ('kind: logic_change, from: amr-007, on: "camera-*"', '"camera-', "conveyor"),
        ("kind: jamming, on: {one_of: [access-point-01, camera-01]}", "camera-01", "access_point"),
        ("kind: jamming, on: {any_of: camera}", "camera", "access_point"),
    ],
)
def test_an_attack_on_what_cannot_suffer_it_is_a_fault(tmp_path: Path, step: str, word: str, kinds: str) -> None:
    """At the device, with the kinds that can, and some of the site's."""
    text = STORY + f'  - {{id: more, {step}, at: "00:20"}}\n'
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert (fault.code, at(fault)) == ("wrong-device", inside(text, "id: more", word))
    assert kinds in fault.remedy


@pytest.mark.parametrize("on", ['"a*"', '["amr-00*"]', "won"])
def test_of_a_pattern_one_device_that_can_suffer_it_is_enough(tmp_path: Path, on: str) -> None:
    """Robots and access points begin alike; what another step wins is not known beforehand."""
    text = STORY + f"  - {{id: more, kind: tampered_navigation, on: {on}, after: foothold}}\n"
    assert faults_of(lambda: load_story(write(tmp_path, "s.yaml", text))) == ()
