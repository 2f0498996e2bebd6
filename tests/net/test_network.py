"""Laws of the network: verdicts on messages, responses in front of the policy, and their exact undoing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import every_triple, network_of, numbers, small_hub
from twin.core.names import Names
from twin.net.message import Message
from twin.net.network import Network
from twin.policies import POLICIES
from twin.policies.flat import Flat

PUTS = st.one_of(
    st.tuples(st.just("quarantine"), st.sampled_from(("amr-001", "dc-01", "vendor-cloud"))),
    st.tuples(st.just("quarantine_zone"), st.sampled_from(("cold_chain", "video", "internet"))),
    st.tuples(st.just("block"), st.sampled_from(("amr-001", "video", "*"))),
)


def _network(kind: str = "flat") -> Network:
    return network_of(small_hub(), POLICIES[kind]().compile(small_hub()))


def _fate(network: Network, src: str, dst: str, service: str) -> str:
    return network.verdict_of(Message(src, dst, service))[1]


def _put(network: Network, kind: str, target: str) -> int:
    if kind == "quarantine":
        return network.quarantine(target, "test")
    if kind == "quarantine_zone":
        return network.quarantine_zone(target, "test")
    return network.block(src=target, service="mqtt", reason="test")


def test_a_message_arrives_where_policy_and_service_agree() -> None:
    """Allowed and offered is delivered; allowed and not offered is refused by the host; nobody there is silence."""
    network = _network()
    assert _fate(network, "coffee-1", "dc-01", "ldap") == "delivered"
    assert _fate(network, "coffee-1", "dc-01", "modbus") == "refused"
    assert _fate(network, "coffee-1", "dc-99", "ldap") == "unanswered"


def test_a_denied_message_names_the_line_that_denied_it() -> None:
    """The verdict is a line, and the line has a name."""
    network = _network("zones")
    line, fate = network.verdict_of(Message("coffee-1", "dc-01", "ldap"))
    assert (network.lines[line].name, fate) == ("default", "denied")


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_messages_and_columns_get_the_same_verdict(kind: str) -> None:
    """One door for single messages, one for populations, one law behind both."""
    network, hub = _network(kind), small_hub()
    network.quarantine("nvr-1", "test")
    triples = [(d.src, d.dst, d.need.service) for d in hub.demands]
    lines = network.decide(*numbers(network, *triples)).tolist()
    assert [network.verdict_of(Message(*triple))[0] for triple in triples] == lines


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_a_quarantined_asset_reaches_nobody_and_nobody_reaches_it(kind: str) -> None:
    """Both directions, every service, contained and not denied."""
    network, hub = _network(kind), small_hub()
    network.quarantine("broker-1", "test")
    src, dst, service = every_triple(hub)
    ours = (src == hub.index["broker-1"]) | (dst == hub.index["broker-1"])
    lines = network.decide(src, dst, service)
    assert not network.allowed(lines[ours]).any()
    assert (network.contained(lines) == ours).all()
    assert network.quarantined().tolist() == [asset.name == "broker-1" for asset in hub.assets]


def test_a_quarantined_zone_is_closed_at_its_border_only() -> None:
    """Inside, the gateway still reads its sensor; across, nothing passes."""
    network = _network("zones")
    network.quarantine_zone("cold_chain", "test")
    assert _fate(network, "gateway-1", "sensor-1", "modbus") == "delivered"
    assert _fate(network, "gateway-1", "broker-1", "mqtt") == "contained"


def test_a_block_stops_what_it_names_and_nothing_else() -> None:
    """One source, one destination, one service; each may be any."""
    network = _network()
    network.block("coffee-1", "dc-01", "ldap", reason="test")
    assert _fate(network, "coffee-1", "dc-01", "ldap") == "contained"
    assert _fate(network, "coffee-1", "dc-01", "dns") == "delivered"
    network.block(dst="dc-01", reason="test")
    assert _fate(network, "ws-01", "dc-01", "dns") == "contained"
    assert _fate(network, "dc-01", "camera-02", "http") == "delivered"


@given(puts=st.lists(PUTS, max_size=6), data=st.data())
def test_lifting_in_any_order_restores_exactly(puts: list[tuple[str, str]], data: st.DataObject) -> None:
    """Whatever was put in front, and put twice: after lifting, state and every verdict are as before."""
    network = _network("zones")
    before, verdicts = network.state(), network.decide(*every_triple(small_hub()))
    tokens = [_put(network, *put) for put in puts]
    for token in data.draw(st.permutations(tokens)):
        network.lift(token)
    assert network.state() == before
    assert (network.decide(*every_triple(small_hub())) == verdicts).all()
    assert not network.quarantined().any()


@given(puts=st.lists(PUTS, max_size=6), data=st.data())
def test_what_is_in_force_counts_and_not_how_it_came_about(puts: list[tuple[str, str]], data: st.DataObject) -> None:
    """Two networks with the same entries in force, put in different order, let the same flows pass."""
    one, other = _network("zones"), _network("zones")
    for put in puts:
        _put(one, *put)
    for put in data.draw(st.permutations(puts)):
        _put(other, *put)
    flows = every_triple(small_hub())
    assert one.state() == other.state()
    assert (one.allowed(one.decide(*flows)) == other.allowed(other.decide(*flows))).all()


def test_every_change_raises_the_epoch_and_the_verdict_follows() -> None:
    """Nobody acts on a verdict of yesterday."""
    network = _network()
    assert _fate(network, "ws-01", "dc-01", "dns") == "delivered"
    token = network.quarantine("ws-01", "test")
    assert (network.epoch, _fate(network, "ws-01", "dc-01", "dns")) == (1, "contained")
    network.lift(token)
    assert (network.epoch, _fate(network, "ws-01", "dc-01", "dns")) == (2, "delivered")


def test_lifting_twice_is_an_error() -> None:
    """A token is good once."""
    network = _network()
    token = network.quarantine("ws-01", "test")
    network.lift(token)
    with pytest.raises(KeyError):
        network.lift(token)


@pytest.mark.parametrize("kind", ["quarantine", "quarantine_zone", "block"])
def test_a_response_to_nobody_is_refused_and_changes_nothing(kind: str) -> None:
    """A misspelt target is named."""
    network = _network()
    before = network.state()
    with pytest.raises(ValueError, match="'nobody' is n"):
        _put(network, kind, "nobody")
    with pytest.raises(ValueError, match="'gopher' is not a service"):
        network.block(service="gopher", reason="test")
    assert (network.state(), network.epoch) == (before, 0)


def test_a_connection_without_a_verb_passes_inspection() -> None:
    """Nothing has been said yet that inspection could refuse."""
    network = _network("zero_trust")
    assert _fate(network, "eng-1", "amr-002", "robot_api") == "delivered"


def test_only_an_inspecting_policy_reads_verbs() -> None:
    """A rule without inspection lets every verb of its service pass."""
    command = Message("eng-1", "amr-002", "robot_api", "write_config")
    assert _network("microsegmentation").verdict_of(command)[1] == "delivered"
    assert _network("zero_trust").verdict_of(command)[1] == "denied"


def test_a_policy_s_names_are_coded_when_the_network_is_built() -> None:
    """Populations may write every line's name without making a code."""
    names = Names()
    network = Network(small_hub(), POLICIES["zones"]().compile(small_hub()), names)
    known = len(names)
    network.decide(*every_triple(small_hub()))
    network.verdict_of(Message("ws-01", "dc-01", "dns"))
    assert len(names) == known


def test_hits_are_counted_by_line() -> None:
    """Who counts what it decided sees which rules are needed."""
    network = _network()
    network.count(network.decide(*numbers(network, ("ws-01", "dc-01", "dns"), ("amr-001", "broker-1", "mqtt"))))
    assert network.hits()["inside:hub"] == 2
    assert network.hits()["default"] == 0


def test_paths_are_asked_through_the_network() -> None:
    """A tap's name code and a delay for each pair."""
    names = Names()
    network = Network(small_hub(), POLICIES["flat"]().compile(small_hub()), names)
    src, dst, _ = numbers(network, ("coffee-1", "vendor-cloud", "https"))
    assert [names.text(int(code)) for code in network.tap(src, dst)] == ["edge"]
    assert network.latency_us(src, dst).tolist() == [10_230]


def test_offering_is_a_fact_of_the_asset() -> None:
    """Whatever the policy, the camera offers its stream and no shell."""
    network = _network("microsegmentation")
    _, dst, service = numbers(network, ("ws-01", "camera-02", "rtsp"), ("ws-01", "camera-02", "ssh"))
    assert network.offers(dst, service).tolist() == [True, False]


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_columns_with_verbs_get_the_verdict_of_messages_with_verbs(kind: str) -> None:
    """Inspection is one law too: a verb outside the need is refused to a population as it is to a message."""
    network, hub, names = _network(kind), small_hub(), Names()
    network = Network(hub, POLICIES[kind]().compile(hub), names)
    said = [(d.src, d.dst, d.need.service, verb) for d in hub.demands for verb in ("", "PUBLISH", "A", "write_config")]
    lines = network.decide(*numbers(network, *((src, dst, service) for src, dst, service, _ in said)))
    inspected = network.inspect(lines, names.codes(verb for *_, verb in said))
    assert inspected.tolist() == [
        network.verdict_of(Message(src, dst, service, verb))[0]
        if network.verdict_of(Message(src, dst, service, verb))[1] in ("delivered", "denied")
        else line
        for (src, dst, service, verb), line in zip(said, lines.tolist(), strict=True)
    ]
    assert (network.lines[int(inspected[-1])].name == "inspection") <= (kind == "zero_trust")


def test_nobody_answers_for_an_asset_that_is_switched_off() -> None:
    """Neither the policy nor a response refuses it; and a name that is no asset cannot be switched off."""
    network = network_of(small_hub(), Flat().compile(small_hub()))
    network.switch_off("ws-01", "restart")
    for src, dst in (("ws-01", "vendor-cloud"), ("dc-01", "ws-01")):
        assert network.verdict_of(Message(src, dst, "https"))[1] == "unanswered"
    with pytest.raises(ValueError, match="not an asset"):
        network.switch_off("ws-99", "restart")
