"""Words that are on no shelf and mean something all the same: faults of sensors, cases, techniques, stories, keys.

Each group is a function from a word to what it means, or None; :mod:`twin.lab.explain` asks them in turn. Nothing here
says a thing twice: the words come from the functions, classes and files that do the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from inspect import cleandoc
from typing import Literal, NamedTuple, get_args, get_origin

from pydantic.fields import FieldInfo

from twin.lab.fault_file import BREAKDOWN, TAP_OFF
from twin.lab.find import find, scenario_names
from twin.lab.shape import range_words
from twin.lab.techniques import techniques
from twin.plant import spec
from twin.plant.sensor_faults import FAULTS

_SECTIONS: Mapping[str, type[spec.Spec]] = {
    "plant": spec.PlantSpec,
    "plant.floor": spec.FloorSpec,
    "plant.fleet": spec.FleetSpec,
    "plant.orders": spec.OrdersSpec,
    "plant.orders.batches[]": spec.BatchSpec,
    "plant.people": spec.PeopleSpec,
    "plant.rooms[]": spec.RoomSpec,
    "plant.rooms[].setback[]": spec.SetbackSpec,
    "plant.rooms[].walls[]": spec.WallSpec,
    "plant.server_room": spec.ServerRoomSpec,
    "plant.sensor": spec.SensorSpec,
}


class Meaning(NamedTuple):
    """What a word means: the group it is in, a title, a text, and facts by name."""

    group: str
    title: str
    text: str = ""
    facts: Mapping[str, str] = {}


def meanings(word: str) -> Iterator[Meaning]:
    """Every meaning of *word* in these groups; ids and names of cases are taken in any case of letters."""
    for ask in _GROUPS:
        yield from ask(word)


def known_words() -> list[str]:
    """Every word that means something here, techniques left out: they are a thousand."""
    from twin.lab.verify import CASES

    keys = [key for section in _SECTIONS.values() for key in section.model_fields]
    return [*FAULTS, BREAKDOWN, TAP_OFF, *CASES, *scenario_names("story"), *scenario_names("playbook"), *keys]


def _sensor_fault(word: str) -> Iterator[Meaning]:
    kind = FAULTS.get(word)
    if kind is None:
        return
    title = cleandoc(kind.apply.__doc__ or "").partition("\n")[0].replace("*", "")
    place = "the signal, before range and steps" if kind.where == "signal" else "the reading, after range and steps"
    needs = ", ".join(kind.parameters) or "none of its own"
    contact = "a door contact can have it" if kind.contact else "not of a door contact"
    yield Meaning("faults of sensors", title, "", {"acts on": place, "parameters": needs, "sensors": contact})


def _breakdown(word: str) -> Iterator[Meaning]:
    if word == BREAKDOWN:
        facts = {"lasts": "until somebody has repaired it: plant.fleet.repair_min", "parameters": "on, at"}
        yield Meaning("faults of robots", "A robot that stands still by itself, wherever it is.", "", facts)
    if word == TAP_OFF:
        facts = {"lasts": "from at to until, or as long as for says", "parameters": "on (core, edge, a switch), at"}
        yield Meaning("faults of the network", "A tap that hears nothing, and says so in its own report.", "", facts)


def _case(word: str) -> Iterator[Meaning]:
    from twin.lab.verify import CASES
    from twin.lab.verify.suite import case_of, range_words

    name = word.upper()
    if name not in CASES:
        return
    case = case_of(name)
    facts = {"expected from": case.source, "measured on": case.model}
    facts |= {
        f"input {key}": f"{entry.value:g}; {range_words(entry)}; {entry.doc}" for key, entry in case.inputs.items()
    }
    yield Meaning("verification cases", case.title, f"Run it: twin verify --case {name}", facts)


def _technique(word: str) -> Iterator[Meaning]:
    found = techniques().get(word.upper())
    if found is not None:
        facts = {"domain": found.domain, "tactics": ", ".join(found.tactics)}
        yield Meaning("ATT&CK techniques", found.name, "", facts)


def _story(word: str) -> Iterator[Meaning]:
    if word in scenario_names("story"):
        briefing = find("story", word).with_name("briefing.md")
        text = briefing.read_text(encoding="utf-8").strip() if briefing.is_file() else ""
        yield Meaning("stories", f"Run it: twin run {word}", text)


def _playbook(word: str) -> Iterator[Meaning]:
    if word in scenario_names("playbook"):
        from twin.lab.playbook_file import read_playbook
        from twin.lab.playbook_sheet import sheet

        book = read_playbook(word, [])
        if book is not None:
            yield Meaning("playbooks", book.description, f"Write it: response: {{playbooks: [{word}]}}", sheet(book))


def _key(word: str) -> Iterator[Meaning]:
    """A key of a site's plant, or a choice that a key has."""
    for path, section in _SECTIONS.items():
        for key, field in section.model_fields.items():
            if key == word:
                yield Meaning(
                    "keys of a site", f"{path}.{key}: {field.description or 'a section'}", "", _allowed(field)
                )
            elif word in _choices(field):
                title = f"a choice of {path}.{key}: {field.description}"
                yield Meaning("keys of a site", title, "", {"choices": ", ".join(_choices(field))})


def _choices(field: FieldInfo) -> tuple[str, ...]:
    return get_args(field.annotation) if get_origin(field.annotation) is Literal else ()


def _allowed(field: FieldInfo) -> dict[str, str]:
    default = "none" if field.is_required() else str(field.get_default(call_default_factory=True))
    facts = {
        "default": "none" if default == "()" else default,
        "choices": ", ".join(_choices(field)),
        "range": range_words(field),
    }
    return {name: words for name, words in facts.items() if words and len(words) < 200}


_GROUPS: tuple[Callable[[str], Iterator[Meaning]], ...] = (
    _sensor_fault, _breakdown, _case, _technique, _story, _playbook, _key,
)  # fmt: skip
