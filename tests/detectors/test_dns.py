"""DNS: foreign resolvers, names in vain, names by lot, and the difference between one and three."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import demand
from tests.watching import Row, flow, ids, naming, observed, said, started, watch
from twin.core.units import us
from twin.detectors.dns import Dns, looks_generated


def asked(at_s: float, src: str, dst: str = "dns-01", name: str = "wms.hub.example", **others: Any) -> Row:
    """One look-up."""
    return flow(at_s, src, dst, "dns", **{"verb": "A", "object": name, "status": "ok", "transport": "udp", **others})


def test_the_hubs_own_resolver_is_silent() -> None:
    """Names that exist, asked where one should ask, raise nothing."""
    seen = watch()
    assert observed(started(Dns(), seen), seen, 30, flow=[asked(n, "ws-01") for n in range(29)]) == []


def test_an_undeclared_resolver_outside_accuses() -> None:
    """Three look-ups at a foreign resolver are enough, whether they were let through or not."""
    seen = watch()
    rows = [asked(n, "hvac-01", "resolver-public", action="deny", state="S0", object="", status="") for n in range(3)]
    assert said(observed(started(Dns(), seen), seen, 30, flow=rows)) == [("hvac-01", "T1071.004", "medium")]


def test_a_declared_resolver_outside_is_silent() -> None:
    """A device whose maker declared its resolver may ask it."""
    seen = watch([demand("hvac-01", "resolver-public", "dns")])
    rows = [asked(n, "hvac-01", "resolver-public") for n in range(9)]
    assert observed(started(Dns(), seen), seen, 30, flow=rows) == []


def test_names_that_do_not_exist_accuse_when_they_are_most_of_what_is_asked() -> None:
    """Ten in vain of twelve accuse; ten in vain of thirty do not."""
    seen = watch()
    vain = [asked(n, "ws-01", name=f"{n}.invalid", status="NXDOMAIN") for n in range(10)]
    few = [asked(10 + n, "ws-01") for n in range(2)]
    many = [asked(10 + n / 2, "ws-01") for n in range(20)]
    assert said(observed(started(Dns(), seen), seen, 30, flow=vain + few)) == [("ws-01", "T1071.004", "medium")]
    assert observed(started(Dns(), seen), seen, 30, flow=vain + many) == []


def test_three_of_a_kind_are_a_campaign() -> None:
    """Three controllers that do the same raise level high for each."""
    seen = watch()
    rows = [asked(n, f"hvac-0{c}", "resolver-public", "update.invalid") for n in range(3) for c in (1, 2, 3)]
    assert said(observed(started(Dns(), seen), seen, 30, flow=rows)) == [
        (f"hvac-0{c}", "T1071.004", "high") for c in (1, 2, 3)
    ]


def test_one_odd_name_asked_by_several_kinds_is_a_campaign_too() -> None:
    """The name joins what the kind does not."""
    seen = watch()
    rows = [
        asked(n, src, "resolver-public", "update.invalid")
        for n in range(3)
        for src in ("hvac-01", "camera-01", "coffee-01")
    ]
    assert {level for _, _, level in said(observed(started(Dns(), seen), seen, 30, flow=rows))} == {"high"}


def test_generated_names_accuse() -> None:
    """Ten look-ups of names that look drawn by lot."""
    seen = watch()
    rows = [asked(n, "ws-01", name=f"q7x{n}kd92mzpv4hb{n}.example") for n in range(10)]
    assert said(observed(started(Dns(), seen), seen, 30, flow=rows)) == [("ws-01", "T1071.004", "medium")]


@pytest.mark.parametrize(
    ("name", "generated"),
    [
        ("wms.hub.example", False),
        ("q7x3kd92mzpv4hb8.example", True),
        ("aaaaaaaaaaaaaaaaaaaa.example", False),
        ("", False),
    ],
)
def test_entropy_tells_words_from_lots(name: str, generated: bool) -> None:
    """Short labels and repeated letters never count; sixteen different characters do (entropy 4 bits)."""
    assert looks_generated(name, 3.5) is generated


def test_the_window_forgets() -> None:
    """Two look-ups now and one an hour later are not three in a window."""
    seen = watch()
    detector = started(Dns(), seen)
    assert observed(detector, seen, 30, flow=[asked(n, "hvac-01", "resolver-public") for n in range(2)]) == []
    for n in range(1, 121):
        rows = [asked(30 * n, "hvac-01", "resolver-public")] if n == 120 else []
        assert observed(detector, seen, 30.0 * n + 30, flow=rows) == []


def test_hundreds_of_names_below_one_domain_are_a_tunnel() -> None:
    """RITA's bands: 100 names are low, 500 medium, 800 high, 1,000 critical; each band is said once."""
    seen = watch()
    detector, found = started(Dns(), seen), []
    for part in range(11):
        rows = [asked(30 * part + n / 10, "coffee-01", name=f"n{part}-{n}.tunnel.example") for n in range(100)]
        found += observed(detector, seen, 30.0 * part + 30, flow=rows)
    assert [(alert.level, alert.time_us // us(30)) for alert in found] == [
        ("low", 1), ("medium", 5), ("high", 8), ("critical", 10),
    ]  # fmt: skip
    assert {(alert.entity, alert.technique) for alert in found} == {("coffee-01", "T1572")}


def test_hundreds_of_questions_for_few_names_are_no_tunnel() -> None:
    """Neither a busy device that asks again and again, nor one that asks for many domains."""
    seen = watch()
    again = [asked(n / 50, "coffee-01", name=f"{n % 9}.hub.example") for n in range(1_000)]
    many = [asked(n / 50, "ws-01", name=f"shop-{n}.example") for n in range(99)]
    far = [asked(n / 50, "ws-02", name=f"www.shop{n}.example") for n in range(900)]
    assert observed(started(Dns(), seen), seen, 30, flow=again + many + far) == []


def test_labels_as_long_as_labels_get_carry_something() -> None:
    """Forty characters or more count as odd whatever their entropy, and a content network's twelve do not."""
    assert looks_generated("a" * 40 + ".tunnel.example", 3.5, 40)
    assert not looks_generated("a" * 39 + ".tunnel.example", 3.5, 40)
    assert not looks_generated("static-content.cdn.example", 3.5, 40)


def test_it_names_the_look_ups_that_show_the_sign() -> None:
    """All of the window at the foreign resolver, and not those at the hub's own."""
    seen = watch()
    detector = naming(Dns(), seen)
    early, late = (
        [asked(1, "hvac-01", "resolver-public")],
        [asked(31 + n, "hvac-01", "resolver-public") for n in (0, 1)],
    )
    assert observed(detector, seen, 30, flow=[*early, asked(2, "hvac-01")]) == []
    assert len(observed(detector, seen, 60, flow=[*late, asked(35, "ws-01", "resolver-public")])) == 1
    assert detector.accused().tolist() == ids(early + late)
