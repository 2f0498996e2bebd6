"""Views: the rows a rule looks at."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network

import numpy as np

from tests.watching import batch, flow, watch
from twin.core.units import us
from twin.detectors.sigma_rules.fields import Field, Source, field_of
from twin.detectors.sigma_rules.values import DatePart, Network, Pattern, Wild
from twin.detectors.sigma_rules.view import Facts, View, Views


def test_a_view_holds_the_rows_of_its_service() -> None:
    """Other services, and tables without rows, are not looked at."""
    seen = watch()
    rows = [flow(1, "ws-01", "dns-01", "dns"), flow(2, "ws-01", "dc-01", "smb"), flow(3, "ws-02", "dns-01", "dns")]
    services = {name: seen.names.code(name) for name in ("dns", "ssh")}
    views = Views(batch(seen, 10, flow=rows), services, Facts(seen))
    view = views.of(Source("flow", "dns"))
    assert view is not None
    assert view.size == 2
    assert [seen.names.text(code) for code in view.column("src")] == ["ws-01", "ws-02"]
    assert views.of(Source("flow", "dns")) is view
    assert views.of(Source("flow", "ssh")) is None
    assert views.of(Source("alarm")) is None


def test_the_register_enriches_names() -> None:
    """Kind and function of an asset; empty for a name that is not in the register."""
    seen = watch()
    rows = [flow(1, "ws-01", "dc-01"), flow(2, "stranger", "dc-01")]
    view = Views(batch(seen, 10, flow=rows), {}, Facts(seen)).of(Source("flow"))
    assert view is not None
    texts = [seen.names.text(code) for code in view.values(Field("src", "name", of="kind"))]
    assert texts == ["workstation", ""]
    assert view.has("flow")
    assert not view.has("robot")


def seen_rows() -> View:
    """Four flows, one of them without a user."""
    seen = watch()
    rows = [
        flow(1, "ws-01", "dc-01", user="ws-01", bytes_out=5, bytes_in=5, value=1.5),
        flow(2, "camera-01", "dc-01", user="camera", bytes_out=80, bytes_in=8),
        flow(3, "stranger", "10.9.9.9", bytes_out=8080, bytes_in=1),
        flow(4, "ws-02", "dc-01", user="WS-02", bytes_out=1, bytes_in=0),
    ]
    view = Views(
        batch(replace(seen, starts_us=us(3590)), 10, flow=rows), {}, Facts(replace(seen, starts_us=us(3590)))
    ).of(Source("flow"))
    assert view is not None
    return view


def test_texts_pass_by_name_or_by_address() -> None:
    """The register's address is a name's second spelling; a text that is an address is taken as such."""
    view, src, dst = seen_rows(), field_of(Source("flow"), "src_ip"), field_of(Source("flow"), "dst_ip")
    assert view.where(src, Wild((("10.0.0.",), ("",)))).tolist() == [True, True, False, True]
    assert view.where(src, Wild((("ws-",), ("",)))).tolist() == [True, False, False, True]
    assert view.where(dst, Network(ip_network("10.9.0.0/16"))).tolist() == [False, False, True, False]
    assert view.where(src, Network(ip_network("10.0.0.0/24"))).tolist() == [True, True, False, True]


def test_where_all_or_none_pass_nothing_is_made() -> None:
    """One object each, whatever was asked."""
    view, dst = seen_rows(), Field("transport", "name")
    assert view.where(dst, Wild((("tcp",),))) is view.every
    assert view.where(dst, Wild((("udp",),))) is view.none


def test_numbers_are_judged_as_they_are_written() -> None:
    """Each distinct number once; what is not there never passes."""
    view = seen_rows()
    assert view.where(Field("bytes_out", "int"), Wild((("80",), ("",)))).tolist() == [False, True, True, False]
    assert view.where(Field("value", "float"), Pattern("5$")).tolist() == [True, False, False, False]


def test_two_fields_are_alike_where_both_are_there() -> None:
    """Names as texts without their case, numbers as written."""
    view = seen_rows()
    src, user = Field("src", "name"), Field("user", "name")
    assert view.alike(src, user, "equals").tolist() == [True, False, False, True]
    assert view.alike(src, user, "startswith").tolist() == [True, True, False, True]
    assert view.alike(Field("bytes_out", "int"), Field("bytes_in", "int"), "equals").tolist() == [True] + [False] * 3
    assert view.alike(Field("bytes_out", "int"), Field("bytes_in", "int"), "startswith").tolist() == [
        True,
        True,
        False,
        False,
    ]


def test_parts_of_a_date_count_from_the_date_of_time_0() -> None:
    """Time 0 is ten seconds before one o'clock, and four flows come in four seconds."""
    assert seen_rows().where(Field("time", "us"), DatePart("hour", 0)).tolist() == [True] * 4
    assert not seen_rows().where(Field("time", "us"), DatePart("hour", 1)).any()


def test_some_rows_are_rows_of_the_table() -> None:
    """Numbers of rows survive a narrowing."""
    view = seen_rows()
    few = view.at(np.array([1, 3]))
    assert few.size == 2
    assert few.numbers_of(few.every).tolist() == [1, 3]
    assert few.at(np.array([1])).numbers_of(np.array([True])).tolist() == [3]
    assert view.numbers_of(view.present(Field("user", "name"))).tolist() == [0, 1, 3]


def test_services_beside_and_verbs_choose_rows() -> None:
    """A log source may be several services, and only some of what they say."""
    seen = watch()
    rows = [
        flow(1, "ws-01", "broker-robots", "mqtt", verb="PUBLISH"),
        flow(2, "ws-01", "broker-robots", "mqtt_plain", verb="PUBLISH"),
        flow(3, "ws-01", "broker-robots", "mqtt", verb="CONNECT"),
        flow(4, "ws-01", "dc-01", "smb", verb="PUBLISH"),
    ]
    words = {word: seen.names.code(word) for word in ("mqtt", "mqtt_plain", "PUBLISH")}
    views = Views(batch(seen, 10, flow=rows), words, Facts(seen))
    for source, expected in (
        (Source("flow", "mqtt", ("mqtt_plain",), ("PUBLISH",)), [0, 1]), (Source("flow", "mqtt"), [0, 2]),
    ):  # fmt: skip
        view = views.of(source)
        assert view is not None
        assert view.numbers_of(view.every).tolist() == expected
