"""Sigma: rules as a detector, and the hub's own pack of rules one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.watching import Row, flow, observed, refused, said, started, watch
from twin.core.errors import BadInput
from twin.core.units import us
from twin.detectors.base import Alert
from twin.detectors.sigma import Sigma
from twin.detectors.sigma_rules.read import read_rules

PACK = Path(__file__).resolve().parents[2] / "scenarios" / "rules"
FILES = sorted((PACK / "ot").glob("*.yml"))


def dns(at_s: float, src: str, **others: Any) -> Row:
    """A look-up of a name that does not exist."""
    return flow(at_s, src, "dns-01", "dns", **{"object": "update.invalid", "status": "NXDOMAIN", **others})


def login(at_s: float, src: str, dst: str, service: str = "robot_api", **others: Any) -> Row:
    """A login that was refused."""
    return flow(at_s, src, dst, service, **{"verb": "login", "status": "401", **others})


def warm(at_s: float) -> Row:
    """A room that is too warm."""
    return {"time": us(at_s), "source": "chill-1", "alarm": "high_temperature", "priority": "high", "value": 7.0}


CASES: dict[str, tuple[list[Row], list[Row], str]] = {
    "admin-login": (
        [login(1, "camera-01", "gateway-01", "http", user="admin")],
        [login(1, "ws-01", "gateway-01", "http", user="alice"), flow(2, "ws-01", "dc-01", user="admin")],
        "camera-01",
    ),
    "bacnet-write": (
        [flow(1, "ws-01", "hvac-01", "bacnet", verb="write_property")],
        [flow(1, "hvac-02", "hvac-01", "bacnet", verb="write_property"), flow(2, "ws-01", "hvac-01", "bacnet")],
        "ws-01",
    ),
    "controller-write": (
        [flow(1, "ws-01", "hvac-01", "http", verb="POST")],
        [flow(1, "ws-01", "hvac-01", "http", verb="GET"), flow(2, "hvac-01", "resolver-public", "http", verb="POST")],
        "ws-01",
    ),
    "denied-burst": (
        [refused(n, "camera-01", "dc-01", 445) for n in range(30)],
        [refused(n, "camera-01", "dc-01", 445, rule="response:quarantine:camera-01") for n in range(50)],
        "camera-01",
    ),
    "device-shell": (
        [flow(1, "ws-01", "gateway-01", "ssh")],
        [refused(1, "ws-01", "gateway-01", 22, service="ssh"), flow(2, "ws-01", "dc-01", "ssh")],
        "ws-01",
    ),
    "dns-nxdomain-burst": (
        [dns(n, "ws-01", object=f"{n}.invalid") for n in range(10)],
        [dns(60 * n, "ws-01", object=f"{n}.invalid") for n in range(9)],
        "ws-01",
    ),
    "dns-outside": (
        [flow(n, "hvac-01", "resolver-public", "dns") for n in range(3)],
        [flow(n, "hvac-01", "dns-01", "dns") for n in range(9)],
        "hvac-01",
    ),
    "dns-shared-nxdomain": (
        [dns(n, f"hvac-0{n}") for n in (1, 2, 3)],
        [dns(n, "hvac-01") for n in range(9)],
        "hvac-03",
    ),
    "host-sweep": (
        [refused(n, "ws-01", f"host-{n:02d}", 445) for n in range(15)],
        [refused(n, "ws-01", f"host-{n % 9:02d}", 445) for n in range(40)],
        "ws-01",
    ),
    "login-failures": (
        [login(n, "ws-01", "amr-001", "http") for n in range(5)],
        [login(500 * n, "ws-01", "amr-001", "http") for n in range(5)],
        "ws-01",
    ),
    "modbus-from-office": (
        [flow(1, "ws-01", "gateway-01", "modbus")],
        [flow(1, "hvac-01", "gateway-01", "modbus"), refused(2, "ws-01", "gateway-01", 502, service="modbus")],
        "ws-01",
    ),
    "modbus-write": (
        [flow(1, "camera-01", "gateway-01", "modbus", verb="write_single_register")],
        [flow(1, "hvac-01", "gateway-01", "modbus", verb="write_single_register"),
         flow(2, "historian-01", "gateway-01", "modbus", verb="read_coils")],
        "camera-01",
    ),
    "order-topic": (
        [flow(1, "ws-01", "broker-robots", "mqtt", verb="PUBLISH", object="vda5050/amr-001/order")],
        [flow(1, "fleet-manager", "broker-robots", "mqtt", verb="PUBLISH", object="vda5050/amr-001/order"),
         flow(2, "amr-001", "broker-robots", "mqtt", verb="PUBLISH", object="vda5050/amr-001/state")],
        "ws-01",
    ),
    "port-scan": (
        [refused(n, "coffee-01", "dc-01", n + 1) for n in range(15)],
        [refused(10 * n, "coffee-01", "dc-01", n + 1) for n in range(40)],
        "coffee-01",
    ),
    "robot-broker-client": (
        [flow(1, "ws-01", "broker-robots", "mqtt")],
        [flow(1, "amr-001", "broker-robots", "mqtt"), flow(2, "fleet-manager", "broker-robots", "mqtt")],
        "ws-01",
    ),
    "robot-login": (
        [login(1, "amr-002", "amr-001")],
        [login(1, "fleet-manager", "amr-001", status="ok"), flow(2, "ws-01", "amr-001", "robot_api", verb="read")],
        "amr-002",
    ),
    "robot-ssh": (
        [flow(1, "ws-01", "amr-001", "ssh")],
        [flow(1, "ws-01", "dc-01", "ssh"), refused(2, "ws-01", "amr-001", 22, service="ssh")],
        "ws-01",
    ),
    "robot-write": (
        [flow(1, "amr-002", "amr-001", "robot_api", verb="write_config")],
        [flow(1, "fleet-manager", "amr-001", "robot_api", verb="upload_map")],
        "amr-002",
    ),
    "room-too-warm": ([warm(1)], [], "chill-1"),
    "smb-from-things": (
        [flow(1, "camera-01", "dc-01", "smb")],
        [flow(1, "ws-01", "dc-01", "smb")],
        "camera-01",
    ),
}  # fmt: skip


def judged(name: str, rows: list[Row]) -> list[Alert]:
    """Alerts of one rule of the pack on *rows*."""
    seen = watch()
    sigma = Sigma(rules=(f"ot/{name}.yml",))
    sigma.locate(PACK)
    return observed(started(sigma, seen), seen, 3600, **{"alarm" if "alarm" in (rows or [{}])[0] else "flow": rows})


def test_every_rule_of_the_pack_has_its_case() -> None:
    """A rule that nothing exercises is a rule that nobody knows."""
    assert sorted(CASES) == [path.stem for path in FILES]
    assert len(FILES) >= 12


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_rule_finds_what_it_is_for(name: str) -> None:
    """One alert, on the right entity."""
    rows, _, entity = CASES[name]
    assert [alert.entity for alert in judged(name, rows)] == [entity]


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_rule_is_silent_on_what_looks_alike(name: str) -> None:
    """The entitled, the slower, the refused: no alert."""
    assert judged(name, CASES[name][1]) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rule_says_what_people_need(path: Path) -> None:
    """Id, description, false positives and level in each; a technique that a rule book would know."""
    last = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))[-1]
    assert {"title", "id", "description", "falsepositives", "level", "tags"} <= set(last)
    (rule,) = read_rules([path])
    assert rule.technique.startswith("T")


def test_ids_and_titles_are_unique() -> None:
    """No rule hides behind another's name."""
    documents = [document for path in FILES for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))]
    assert len({document["id"] for document in documents}) == len(documents)
    assert len({document["title"] for document in documents}) == len(documents)


def test_one_rule_speaks_once_an_hour_about_one_entity() -> None:
    """The same rule on the same entity waits; another entity does not."""
    seen = watch()
    sigma = Sigma(rules=("ot/smb-from-things.yml",))
    sigma.locate(PACK)
    started(sigma, seen)
    assert len(observed(sigma, seen, 10, flow=[flow(n, "camera-01", "dc-01", "smb") for n in range(9)])) == 1
    again = [flow(11, "camera-01", "dc-01", "smb"), flow(12, "coffee-01", "dc-01", "smb")]
    assert said(observed(sigma, seen, 20, flow=again)) == [("coffee-01", "T0867", "high")]
    assert len(observed(sigma, seen, 3700, flow=[flow(3699, "camera-01", "dc-01", "smb")])) == 1


def test_a_single_word_is_a_list_of_one() -> None:
    """Posture files say ``rules: ot``."""
    assert Sigma.model_validate({"rules": "ot"}).rules == ("ot",)


def test_a_missing_folder_is_said_before_the_run() -> None:
    """Not an empty ruleset: a fault that names the folder."""
    with pytest.raises(BadInput, match="nowhere  missing-rules  no such file or folder of rules"):
        Sigma(rules=("nowhere",)).start(watch())


NOWHERE = """
title: Shells
logsource: {category: process_creation, product: windows}
detection:
  s: {Image: x}
  condition: s
"""
GROUP = """
title: Entitled
logsource: {service: ssh}
detection:
  s: {src|expand: '%entitled%'}
  condition: s
"""


def test_what_the_lab_does_not_have_is_refused_or_reported(tmp_path: Path) -> None:
    """Refused by default; reported, the others run and the rule is listed with its reason."""
    (tmp_path / "nowhere.yml").write_text(NOWHERE, encoding="utf-8")
    (tmp_path / "here.yml").write_text(NOWHERE.replace("Shells", "Loud").replace(
        "{category: process_creation, product: windows}", "{service: smb}").replace("{Image: x}", "{src: camera-01}"),
        encoding="utf-8")  # fmt: skip
    with pytest.raises(BadInput, match="product 'windows'"):
        Sigma(rules=(str(tmp_path),)).start(watch())
    sigma, seen = Sigma(rules=(str(tmp_path),), unsupported="report"), watch()
    started(sigma, seen)
    assert [(each.title, each.status) for each in sigma.statuses()] == [
        ("Loud", "unread"),
        ("Shells", "source-unknown"),
    ]
    assert len(observed(sigma, seen, 10, flow=[flow(1, "camera-01", "dc-01", "smb")])) == 1
    assert [each.status for each in sigma.statuses()] == ["alerted", "source-unknown"]


def test_a_rule_that_is_wrong_is_refused_even_where_others_are_reported(tmp_path: Path) -> None:
    """A misspelt modifier is not a missing log."""
    (tmp_path / "wrong.yml").write_text(NOWHERE.replace("Image", "Image|contians"), encoding="utf-8")
    with pytest.raises(BadInput, match="contians"):
        Sigma(rules=(str(tmp_path),), unsupported="report").start(watch())


@pytest.mark.parametrize("given", [{"entitled": "ws-01"}, {"entitled": ["ws-01", "ws-02"]}, "table.yml"])
def test_placeholders_come_from_the_ruleset_or_from_a_file(tmp_path: Path, given: Any) -> None:
    """A relative file lies beside the rules; without them the rule is at fault."""
    (tmp_path / "group.yml").write_text(GROUP, encoding="utf-8")
    (tmp_path / "table.yml").write_text("entitled: [ws-01, ws-03]\n", encoding="utf-8")
    sigma, seen = Sigma.model_validate({"rules": "group.yml", "placeholders": given}), watch()
    sigma.locate(tmp_path)
    alerts = observed(
        started(sigma, seen), seen, 10, flow=[flow(1, "ws-01", "amr-001", "ssh"), flow(2, "dc-01", "x", "ssh")]
    )
    assert [alert.entity for alert in alerts] == ["ws-01"]
    with pytest.raises(BadInput, match="placeholder %entitled%"):
        Sigma(rules=(str(tmp_path / "group.yml"),)).start(watch())
