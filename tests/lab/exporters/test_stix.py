"""STIX bundles, with the OASIS library as the judge."""

from __future__ import annotations

import json
from pathlib import Path

import stix2

from tests.lab.exporters.recordings import STEP, recording
from twin.lab.exporters.stix import Stix


def _bundle(folder: Path) -> stix2.Bundle:
    (path,) = Stix().write(recording(), folder)
    parsed = stix2.parse(path.read_text(), allow_custom=False)
    assert isinstance(parsed, stix2.Bundle)
    return parsed


def test_the_bundle_is_valid_and_every_reference_is_in_it(tmp_path: Path) -> None:
    """Parsed without custom content, and closed."""
    objects = {each.id: each for each in _bundle(tmp_path).objects}
    text = json.loads((tmp_path / "truth" / "attack.stix.json").read_text())
    for each in text["objects"]:
        for name, value in each.items():
            for reference in value if name.endswith("_refs") else [value] if name.endswith("_ref") else []:
                assert reference in objects
    assert len(objects) == len(text["objects"])


def test_a_step_is_a_sighting_of_its_technique_with_the_traffic_behind_it(tmp_path: Path) -> None:
    """The pattern has the ATT&CK id; addresses and dates are those of the run."""
    objects = _bundle(tmp_path).objects
    (sighting,) = (each for each in objects if each.type == "sighting")
    pattern = next(each for each in objects if each.id == sighting.sighting_of_ref)
    assert (pattern.external_references[0].external_id, STEP in sighting.description) == ("T0846", True)
    assert {each.value for each in objects if each.type == "ipv4-addr"} == {"10.50.0.10", "10.100.0.10"}
    (traffic,) = (each for each in objects if each.type == "network-traffic")
    assert f"{traffic.start:%Y-%m-%dT%H:%M:%S}" == "2026-03-02T08:00:16"
    assert len(sighting.observed_data_refs) == 1


def test_observables_have_the_identity_that_the_standard_gives_them(tmp_path: Path) -> None:
    """An address has the same identifier in everybody's bundles."""
    ours = {each.value: each.id for each in _bundle(tmp_path).objects if each.type == "ipv4-addr"}
    for value, identity in ours.items():
        assert identity == stix2.IPv4Address(value=value).id
