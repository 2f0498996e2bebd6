"""The client: nobody is let in who should not be, nothing is lost that was sent, and every refusal has words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.host.conftest import ROLES, Clock, Starter
from twin.core.errors import BadInput
from twin.exercise.access.seats import RESERVED
from twin.exercise.access.tokens import HOURS
from twin.exercise.access.tries import FREE
from twin.exercise.host.client import PENDING, Client
from twin.exercise.host.loop import Host
from twin.exercise.outside import pause
from twin.exercise.store.inbox import MOST_WAITING
from twin.exercise.store.lease import MOST_HOSTS
from twin.exercise.store.store import Store
from twin.lab.resources import scenario_root

WALL = "2026-11-22T10:00:00Z"


def _join(client: Client, codes: dict[str, str], seat: str, name: str = "Ana") -> str:
    return client.join(codes[seat], seat, name)


def _code_of(error: pytest.ExceptionInfo[BadInput]) -> str:
    fault = error.value.faults[0]
    assert fault.remedy
    return fault.code


@pytest.mark.usefixtures("playing")
def test_a_code_and_a_name_give_a_seat(client: Client, codes: dict[str, str], exercise: str) -> None:
    """However the code is typed, and whether or not the seat is named."""
    token = client.join(f"  {codes['soc'].lower().replace('-', ' ')} ", "soc", "  Ana   Kos ")
    seat = client.seat_of(token)
    assert (seat.exercise, seat.seat, seat.kind, seat.name) == (exercise, "soc", "player", "Ana Kos")
    assert client.seat_of(client.join(codes["observer"], "", "Bo")).kind == "observer"
    joined = [(e.seat, e.body["name"]) for e in client.store.events(exercise) if e.kind == "joined"]
    assert joined == [("soc", "Ana Kos"), ("observer", "Bo")]


def test_a_wrong_code_opens_nothing(client: Client, exercise: str) -> None:
    """Nor says how near it was."""
    words = set()
    for code in ("", "AAAAA-AAAAA", "x" * 100_000, "' OR 1=1 --", "\x00", exercise):
        with pytest.raises(BadInput) as error:
            client.join(code, "soc", "Ana", source=code[:5])
        assert _code_of(error) == "no-entry"
        words.add(error.value.faults[0].message)
    assert len(words) == 1
    assert client.store.take(exercise) == []


def test_a_code_opens_its_own_seat_only(client: Client, codes: dict[str, str], exercise: str) -> None:
    """A player who names another seat stays outside."""
    for seat in ("ic", "facilitator", "nobody"):
        with pytest.raises(BadInput, match="this code is not for the seat") as error:
            client.join(codes["soc"], seat, "Ana")
        assert _code_of(error) == "no-entry"
    assert client.store.take(exercise) == []


def test_guessing_costs_time(client: Client, codes: dict[str, str], clock: Clock) -> None:
    """After ten wrong codes even the right one has to wait, ever longer; somebody else does not."""
    for _ in range(FREE):
        with pytest.raises(BadInput, match="no seat opens"):
            client.join("00000-00000", "soc", "Ana", source="here")
    for wait_s in (1, 2, 4):
        with pytest.raises(BadInput, match="too many wrong codes") as error:
            client.join(codes["soc"], "ic", "Ana", source="here")
        assert _code_of(error) == "too-soon"
        assert f"wait {wait_s} s" in error.value.faults[0].remedy
        clock.on(wait_s)
        with pytest.raises(BadInput, match="no seat opens"):
            client.join("00000-00000", "soc", "Ana", source="here")
    with pytest.raises(BadInput, match="is not for the seat"):
        client.join(codes["soc"], "ic", "Ana", source="elsewhere")


def test_what_is_kept_of_a_guess_says_neither_code_nor_source(client: Client, store: Store) -> None:
    """A digest that needs the store's key."""
    with pytest.raises(BadInput):
        client.join("12345-67890", "soc", "Ana", source="192.0.2.7")
    with store._reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM tries").one()
    assert "192.0.2.7" not in str(row)
    assert "12345" not in str(row)


@pytest.mark.usefixtures("playing")
def test_a_token_ends_and_cannot_be_changed(client: Client, codes: dict[str, str], clock: Clock) -> None:
    """Not by a letter, not by a minute."""
    token = _join(client, codes, "soc")
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        forged = token[:place] + other + token[place + 1 :]
        try:
            seat = client.seat_of(forged)
        except BadInput as error:
            assert error.faults[0].code == "no-entry"  # noqa: PT017 - the last letter of base64 has spare bits
        else:
            assert seat == client.seat_of(token)
    for nonsense in ("", "x", "." * 50, "x" * 10**6, token + token, "ünï.cödé"):
        with pytest.raises(BadInput) as raised:
            client.view(nonsense)
        assert _code_of(raised) == "no-entry"
    clock.on(3600 * HOURS - 1)
    client.seat_of(token)
    clock.on(1)
    with pytest.raises(BadInput, match="has ended"):
        client.seat_of(token)
    answer = client.send(token, "add", body={"by": 1}, timeout_s=0)
    assert not answer.ok
    assert "has ended" in answer.words
    assert answer.remedy


@pytest.mark.usefixtures("playing")
def test_a_token_of_another_store_or_of_an_earlier_round_is_void(
    client: Client, codes: dict[str, str], exercise: str, tmp_path: Any, starter: Starter
) -> None:
    """Though it was signed well, and for an exercise of the same id."""
    other = Client(str(tmp_path / "other" / "room.sqlite"), start=starter)
    foreign = other._token(exercise, "facilitator", "Eve", 1)
    other.close()
    with pytest.raises(BadInput, match="was not made here"):
        client.seat_of(foreign)
    with pytest.raises(BadInput, match="no longer good"):
        client.seat_of(client._token("0123456789abcdef", "facilitator", "Eve", 1))
    token, leader = _join(client, codes, "soc"), _join(client, codes, "facilitator")
    fresh = client.new_codes(leader)
    for old in (token, leader):
        with pytest.raises(BadInput, match="no longer good"):
            client.view(old)
    with pytest.raises(BadInput, match="no seat opens"):
        client.join(codes["soc"], "soc", "Ana")
    assert client.seat_of(fresh.token).seat == "facilitator"
    assert client.seat_of(client.join(fresh.codes["soc"], "soc", "Ana")).seat == "soc"


@pytest.mark.usefixtures("playing")
def test_a_seat_sees_its_own_view_and_no_other(client: Client, codes: dict[str, str]) -> None:
    """What a player is sent holds nothing of the facilitator's, and a known version is sent as nothing."""
    player, leader = _join(client, codes, "soc"), _join(client, codes, "facilitator")
    views = {}
    for token in (player, leader):
        version, views[token] = _shown(client, token)
        assert client.view(token, version) == (version, None)
    assert views[player]["seat"] == "soc"
    assert "hidden" not in views[player]
    assert views[leader]["hidden"] == "the coffee machine"


def _shown(client: Client, token: str) -> tuple[int, Any]:
    """The view of a seat, once there is one."""
    for _ in range(200):
        version, view = client.view(token)
        if view is not None:
            return version, view
        pause(0.02)
    raise AssertionError("no view was put up")


@pytest.mark.usefixtures("playing")
def test_pictures_are_for_those_who_may_see_them(client: Client, codes: dict[str, str]) -> None:
    """The truth for those who lead; the reported map for roles that see a map."""
    shown = {
        (seat, name): _allowed(client, _join(client, codes, seat), name)
        for seat in ("facilitator", "evaluator", "soc", "ic", "observer", "projector")
        for name in ("map:reported", "map:truth", "map-static:truth", "map", "truth", "", "seat:facilitator")
    }
    players = {key for key, allowed in shown.items() if allowed and key[0] not in ("facilitator", "evaluator")}
    assert players == {("soc", "map:reported"), ("soc", "map")}
    assert all(shown["facilitator", name] for name in ("map:reported", "map:truth", "map-static:truth"))


def _allowed(client: Client, token: str, name: str) -> bool:
    try:
        client.picture(token, name)
    except BadInput as error:
        return error.faults[0].code != "not-allowed"
    return True


@pytest.mark.usefixtures("playing")
def test_who_looks_on_says_nothing(client: Client, codes: dict[str, str], exercise: str) -> None:
    """An observer's or a projector's command is refused before it is written anywhere."""
    for seat in ("observer", "projector"):
        token = _join(client, codes, seat)
        answer = client.send(token, "add", body={"by": 1})
        assert (answer.ok, "may not say or do anything" in answer.words, bool(answer.remedy)) == (False, True, True)
    assert [e.kind for e in client.store.events(exercise)] == ["opened", "joined", "joined"]


@pytest.mark.usefixtures("playing")
def test_two_facilitators_act_and_the_second_on_one_thing_is_told_who_was_first(
    client: Client, codes: dict[str, str], exercise: str
) -> None:
    """Both are in charge; one thing happens once."""
    first, second = _join(client, codes, "facilitator"), _join(client, codes, "cofacilitator", "Bo")
    assert client.send(first, "fire", "i1").ok
    refused = client.send(second, "fire", "i1")
    assert (refused.ok, refused.words) == (False, "i1 was fired already, by facilitator")
    assert refused.remedy
    assert client.send(second, "fire", "i2").ok
    fired = [(e.seat, e.ref) for e in client.store.events(exercise) if e.kind == "fired"]
    assert fired == [("facilitator", "i1"), ("cofacilitator", "i2")]


def test_the_same_command_twice_is_done_once(client: Client, codes: dict[str, str], playing: Host) -> None:
    """A page that was loaded again sends it with the same id, and gets the same answer."""
    token = _join(client, codes, "soc")
    answers = [client.send(token, "add", body={"by": 1}, command_id="click-1") for _ in range(3)]
    assert [answer.ok for answer in answers] == [True] * 3
    assert client.send(token, "add", body={"by": 1}, command_id="click-2").ok
    assert [e.kind for e in playing.table.events].count("added") == 2


def test_what_is_sent_while_nobody_plays_is_kept_and_done(client: Client, exercise: str, seated: Any) -> None:
    """And the sender is told so."""
    token = client._token(exercise, "soc", "Ana", 1)
    answer = client.send(token, "add", body={"by": 5}, timeout_s=0.0)
    assert not answer.ok
    assert "it is kept" in answer.words
    assert answer == PENDING
    assert client.send(token, "add", body={"by": 5}, timeout_s=0.0, command_id="click-1") == PENDING
    assert client.answer(token, "click-1") is None
    host = seated("late")
    host.step()
    assert host.table.count == 10
    late = client.answer(token, "click-1")
    assert late is not None
    assert late.ok
    assert client.answer(client._token(exercise, "ic", "Bo", 1), "click-1") is None


@pytest.mark.parametrize(
    ("kind", "ref", "body"),
    [
        ("", "", {}),
        ("DROP TABLE", "", {}),
        ("add", "x" * 201, {}),
        ("add", "\x00", {}),
        ("add", "", {"by": "x" * 30_000}),
        ("add", "", {"by": float("nan")}),
        ("add", "", {"by": object()}),
        ("add", "", {"by": "\ud800"}),
        ("add", "", {"by": [[[[[[[[1]]]]]]]]}),
    ],
)
def test_a_malformed_command_is_refused_and_not_kept(
    client: Client, exercise: str, kind: str, ref: str, body: dict[str, Any]
) -> None:
    """In words, before it reaches the engine."""
    answer = client.send(client._token(exercise, "soc", "Ana", 1), kind, ref, body, timeout_s=0.0)
    assert not answer.ok
    assert answer.remedy
    assert client.store.take(exercise) == []


def test_nobody_fills_the_inbox(client: Client, exercise: str) -> None:
    """Fifty commands of a seat may wait; another seat's are not hindered by it."""
    token = client._token(exercise, "soc", "Ana", 1)
    answers = [client.send(token, "add", body={"by": 1}, timeout_s=0.0) for _ in range(MOST_WAITING + 1)]
    assert "it is kept" in answers[-2].words
    assert "wait for an answer" in answers[-1].words
    assert "it is kept" in client.send(client._token(exercise, "ic", "Bo", 1), "add", timeout_s=0.0).words


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "Ana\x07", "\u202eanA", "\ud800"])
def test_a_name_is_a_name(client: Client, codes: dict[str, str], name: str) -> None:
    """It is shown to everybody."""
    with pytest.raises(BadInput, match="a name has 1 to 60 letters"):
        client.join(codes["soc"], "soc", name)


def test_a_missed_host_is_started_once(client: Client, exercise: str, starter: Starter, clock: Clock) -> None:
    """By whoever looks, and the page says that it is coming."""
    token = client._token(exercise, "soc", "Ana", 1)
    assert client.view(token) == (0, None)
    clock.on(1.0)
    client.view(token)
    assert len(starter.children) == 1
    assert client.pulse(token) == (False, "the exercise is coming back")
    client.store.acquire(exercise, "host", clock())
    assert client.pulse(token) == (True, "connected")


def test_a_page_learns_why_an_exercise_stopped(client: Client, exercise: str, clock: Clock) -> None:
    """In the words of the host that gave up."""
    client.store.acquire(exercise, "host", clock())
    client.store.release(exercise, "host", "no such hub")
    assert client.pulse(client._token(exercise, "soc", "Ana", 1)).words == "the exercise stopped: no such hub"


def test_the_id_of_an_exercise_opens_nothing(client: Client, exercise: str) -> None:
    """An id is no code and no token."""
    (kept,) = client.store.exercises()
    assert kept.id == exercise
    for guess in (kept.id, kept.sha256):
        with pytest.raises(BadInput):
            client.join(guess, "soc", "Ana")
        with pytest.raises(BadInput):
            client.view(guess)


def test_where_no_more_can_be_played_nobody_opens_one_and_nobody_loses_a_seat(
    client: Client, exercise: str, clock: Clock, starter: Starter
) -> None:
    """Who opens is told before anything is kept; who looks is told why it waits."""
    for n in range(MOST_HOSTS):
        other = client.store.create("format: 1", WALL, name="small", title="t", roles=())
        client.store.acquire(other, f"host-{n}", clock())
    text = (scenario_root() / "exercises" / "coffee-machine" / "exercise.yaml").read_text("utf-8")
    count = len(client.store.exercises())
    with pytest.raises(BadInput, match="8 exercises are played here already"):
        client.open(text, "Ana", WALL)
    assert len(client.store.exercises()) == count
    token = client._token(exercise, "soc", "Ana", 1)
    assert client.view(token) == (0, None)
    assert "waits: 8 exercises are played" in client.pulse(token).words
    assert starter.children == []


def test_twenty_exercises_that_are_opened_at_once_start_eight_hosts(client: Client, starter: Starter) -> None:
    """Whoever comes ninth is told, though none of the eight has its lease yet; and the eight are told it is coming."""
    text = (scenario_root() / "exercises" / "coffee-machine" / "exercise.yaml").read_text("utf-8")
    opened = [client.open(text, "Ana", WALL) for _ in range(MOST_HOSTS)]
    for _ in range(20 - MOST_HOSTS):
        with pytest.raises(BadInput, match="8 exercises are played here already"):
            client.open(text, "Ana", WALL)
    assert [exercise for exercise, _ in starter.asked] == [each.id for each in opened]
    assert client.pulse(opened[-1].token).words == "the exercise is coming back"


def test_an_exercise_is_opened_with_codes_and_a_seat_that_leads(client: Client, starter: Starter) -> None:
    """Its host is on the way, and its facilitator's name waits for it."""
    text = (scenario_root() / "exercises" / "coffee-machine" / "exercise.yaml").read_text("utf-8")
    opened = client.open(text, "Ana", WALL, "coffee-machine")
    assert set(opened.codes) == {*RESERVED, "lead", "soc", "it", "facility"}
    assert client.seat_of(opened.token)[1:4] == ("facilitator", "facilitator", "Ana")
    (kept,) = client.store.exercises()
    assert (kept.id, kept.name, kept.opened) == (opened.id, "coffee-machine", WALL)
    assert {role.id: role.sees for role in kept.roles}["facility"] == ("inbox", "alarms", "rooms", "decisions")
    assert client.store.text(opened.id) == text
    assert len(starter.children) == 1
    (waiting,) = client.store.take(opened.id)
    assert (waiting.kind, waiting.seat, waiting.body) == ("join", "facilitator", {"name": "Ana"})


def test_what_an_exercise_left_is_opened_by_its_facilitators_code_alone(
    client: Client, codes: dict[str, str], exercise: str, clock: Clock
) -> None:
    """Whoever leads a later exercise names an earlier one so; ids, players' codes and later exercises open nothing."""
    later = client.store.create("format: 1", "2026-11-22T11:00:00Z", name="small", title="Small", roles=ROLES)
    own = client._codes(client._kept(later))
    token = client._token(later, "facilitator", "Eve", 1)
    assert client.earlier(token, codes["facilitator"]) == exercise
    assert client.earlier(token, codes["cofacilitator"]) == exercise
    for code in (exercise, codes["soc"], codes["evaluator"], own["facilitator"], "AAAAA-AAAAA", ""):
        with pytest.raises(BadInput) as error:
            client.earlier(token, code, source="here")
        assert _code_of(error) == "no-entry"
    with pytest.raises(BadInput, match="not of an earlier exercise"):
        client.earlier(client._token(exercise, "facilitator", "Ana", 1), own["facilitator"])
    with pytest.raises(BadInput, match="may not take over improvements"):
        client.earlier(client._token(later, "soc", "Eve", 1), codes["facilitator"])
    for _ in range(FREE):
        with pytest.raises(BadInput):
            client.earlier(token, "00000-00000", source="there")
    with pytest.raises(BadInput, match="too many wrong codes"):
        client.earlier(token, codes["facilitator"], source="there")
    clock.on(61.0)
    assert client.earlier(token, codes["facilitator"], source="there") == exercise
