"""What shows of sessions that nobody can read."""

from __future__ import annotations

from tests.builders import demand
from tests.watching import PORTS, flow, ids, naming, observed, said, started, watch
from twin.detectors.encrypted import Encrypted

CLOUD = "resolver-public"


def tls(at_s: float, src: str, dst: str, out: int = 2_000, back: int = 900, port: int = 443) -> dict[str, object]:
    """One HTTPS session."""
    return flow(at_s, src, dst, "https", dst_port=port, bytes_out=out, bytes_in=back)


def test_encrypted_traffic_over_another_services_port_is_odd() -> None:
    """HTTPS at the port of DNS; at its own it is not, and a declared service may be anywhere."""
    seen = watch([demand("ws-02", "dc-01", "https")])
    rows = [tls(1, "ws-01", "dc-01", port=PORTS["dns"]), tls(2, "ws-03", "dc-01"), tls(3, "ws-02", "dc-01", port=8443)]
    assert said(observed(started(Encrypted(), seen), seen, 60, flow=rows)) == [("ws-01", "T1571", "medium")]


def test_a_session_with_a_name_outside_that_nobody_declared_is_odd() -> None:
    """Once an hour; the maker's cloud that is declared is not, nor any server inside."""
    seen = watch([demand("coffee-01", CLOUD, "https")])
    rows = [
        tls(1, "coffee-01", CLOUD),
        tls(2, "camera-01", CLOUD),
        tls(3, "camera-01", CLOUD),
        tls(4, "ws-01", "dc-01"),
    ]
    assert said(observed(started(Encrypted(), seen), seen, 60, flow=rows)) == [("camera-01", "T1573", "medium")]


def test_far_more_up_than_is_declared_is_odd() -> None:
    """A page reader that has become a sender: from a ratio of -0.9 to one of 1, and more than a megabyte."""
    need = demand("ws-01", CLOUD, "https", bytes_out=2_500, bytes_in=60_000)
    seen = watch([need])
    rows = [tls(n, "ws-01", CLOUD, out=200_000, back=500) for n in range(1, 7)]
    assert said(observed(started(Encrypted(), seen), seen, 60, flow=rows)) == [("ws-01", "T1041", "medium")]
    assert observed(started(Encrypted(), seen), seen, 60, flow=rows[:4]) == []


def test_a_backup_that_is_declared_to_upload_is_not_odd() -> None:
    """A device whose need is to send may send, however much; how much is another detector's question."""
    seen = watch([demand("camera-01", CLOUD, "https", bytes_out=600_000, bytes_in=500)])
    rows = [tls(n, "camera-01", CLOUD, out=600_000, back=500) for n in range(1, 60)]
    assert observed(started(Encrypted(), seen), seen, 60, flow=rows) == []


def test_an_upload_to_a_stranger_is_graver() -> None:
    """Both are said: with whom, and how much."""
    seen = watch()
    rows = [tls(n, "coffee-01", "resolver-public", out=600_000, back=500) for n in (1, 2)]
    assert said(observed(started(Encrypted(), seen), seen, 60, flow=rows)) == [
        ("coffee-01", "T1573", "medium"), ("coffee-01", "T1041", "high"),
    ]  # fmt: skip


def test_bytes_older_than_the_window_are_forgotten() -> None:
    """Half a megabyte an hour is never a megabyte within one."""
    seen = watch([demand("ws-01", CLOUD, "https", bytes_out=2_500, bytes_in=60_000)])
    detector = started(Encrypted(), seen)
    for hour in range(1, 9):
        assert observed(detector, seen, 3700.0 * hour, flow=[tls(3700 * hour - 9, "ws-01", CLOUD, 600_000, 0)]) == []


def test_clear_text_where_encryption_is_declared_is_odd() -> None:
    """The same to the same peer in the open; a device that never declared to encrypt is not judged."""
    seen = watch([demand("gateway-01", "broker-robots", "mqtt"), demand("hvac-01", "dc-01", "http")])
    rows = [
        flow(1, "gateway-01", "broker-robots", "mqtt_plain"), flow(2, "hvac-01", "dc-01", "http"),
        flow(3, "gateway-01", "broker-robots", "mqtt"), flow(4, "hvac-02", "broker-robots", "mqtt_plain"),
    ]  # fmt: skip
    assert said(observed(started(Encrypted(), seen), seen, 60, flow=rows)) == [("gateway-01", "T1557", "medium")]


def test_it_names_the_sessions_that_are_odd() -> None:
    """Those of an upload in the whole window."""
    seen = watch([demand("ws-01", CLOUD, "https", bytes_out=2_500, bytes_in=60_000)])
    detector = naming(Encrypted(), seen)
    rows = [tls(n, "ws-01", CLOUD, out=600_000, back=500) for n in (1, 61)]
    observed(detector, seen, 60, flow=rows[:1])
    assert detector.accused().tolist() == []
    observed(detector, seen, 120, flow=[*rows[1:], tls(62, "ws-02", "dc-01")])
    assert detector.accused().tolist() == ids(rows)
