"""The worm: hop after hop, over whatever answers."""

from __future__ import annotations

from tests.attacks.adversaries.hidden import Facts, Hidden, played
from twin.attacks.adversaries.base import Look, Move, Pause
from twin.attacks.adversaries.worm import Worm

OPEN: Facts = {
    ("near", "host-00", "host-01"): True,
    ("near", "host-01", "host-02"): True,
    **{("reach", a, b): True for a, b in (("host-00", "host-01"), ("host-01", "host-02"))},
    **{("open", host, "22"): True for host in ("host-01", "host-02")},
    **{("factory", host): True for host in ("host-01", "host-02")},
}
"""A chain: each host hears of the next one only."""


def test_it_goes_one_hop_after_the_other() -> None:
    """Look, knock, log in; and then the same from what it won."""
    chosen, result, known = played(Worm(services=("ssh",)), Hidden(1, OPEN, true_of_eight=0), "host-00")
    assert (list(known.held), result) == (["host-00", "host-01", "host-02"], "success")
    told = [(c.kind, c.src, c.targets) for c in chosen if isinstance(c, Move)]
    assert told == [
        ("service_port", "", ("host-00",)),
        ("port_scan", "host-00", ("host-01",)),
        ("default_credentials", "host-00", ("host-01",)),
        ("port_scan", "host-01", ("host-02",)),
        ("default_credentials", "host-01", ("host-02",)),
    ]
    assert [c.src for c in chosen if isinstance(c, Look)] == ["host-00", "host-01", "host-02"]


def test_it_goes_no_farther_than_its_hops() -> None:
    """One hop is one generation."""
    _, _, known = played(Worm(services=("ssh",), hops=1), Hidden(1, OPEN, true_of_eight=0), "host-00")
    assert list(known.held) == ["host-00", "host-01"]


def test_it_knocks_on_its_own_doors_only() -> None:
    """Ports of the services that it can get in by."""
    chosen, _, _ = played(Worm(services=("http", "telnet")), Hidden(4), "host-00")
    ports = {c.parameters["only"] for c in chosen if isinstance(c, Move) and c.kind == "port_scan"}
    assert ports == {(23, 80)}


def test_alone_it_has_not_spread() -> None:
    """Nothing answers: it has its entry and nothing else, and that is no success."""
    chosen, result, known = played(Worm(), Hidden(1, true_of_eight=0), "host-00")
    assert (list(known.held), result) == (["host-00"], "failed")
    assert not [c for c in chosen if isinstance(c, Pause)]
