"""Where numbers come from: the line's comment, or the default's description."""

from __future__ import annotations

from pathlib import Path

from tests.lab.written_files import SITE, write
from twin.lab.describe.sources import NO_SOURCE, Fact, Sources, split_source
from twin.lab.loader import read_site

TEXT = SITE.replace(
    "  fleet: {count: 3}",
    "  fleet:\n    count: 3     # three of them [hub]\n    lift_s: 2.5  # measured\n    mass_kg: 140",
)


def _facts(folder: Path) -> dict[str, Fact]:
    site, written = read_site(write(folder, "tiny.yaml", TEXT))
    return {fact.name: fact for fact in Sources(written).facts(site.plant.fleet, "plant", "fleet")}


def test_the_brackets_at_the_end_are_the_source() -> None:
    """Brackets in the middle are words."""
    assert split_source("racks [reference hub]") == ("racks", "reference hub")
    assert split_source("12 racks [hub]") == ("12 racks", "reference hub")
    assert split_source("a [sic] word") == ("a [sic] word", "")


def test_a_value_of_the_file_has_the_source_of_its_line(tmp_path: Path) -> None:
    """And none where the line names none: a comment without brackets is no source."""
    facts = _facts(tmp_path)
    assert facts["count"][1:] == (3, "robots", "reference hub")
    assert (facts["lift_s"].value, facts["lift_s"].source) == (2.5, NO_SOURCE)
    assert (facts["mass_kg"].value, facts["mass_kg"].source) == (140, NO_SOURCE)


def test_a_default_has_the_source_of_its_description(tmp_path: Path) -> None:
    """Nobody has to write it again."""
    assert _facts(tmp_path)["speed_empty_mps"] == Fact("speed_empty_mps", 1.5, "top speed without a pod", "RAWSim-O")


def test_every_number_of_the_part_is_there(tmp_path: Path) -> None:
    """Also those that the file leaves out; lists and parts of parts are elsewhere."""
    site, written = read_site(write(tmp_path, "tiny.yaml", TEXT))
    names = {fact.name for fact in Sources(written).facts(site.plant, "plant")}
    assert "ambient_c" in names
    assert not names & {"fleet", "rooms"}
