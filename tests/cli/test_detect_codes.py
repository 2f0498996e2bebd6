"""What cannot be understood has one code and one document."""

from __future__ import annotations

import json

import pytest

from twin.cli.detect_codes import refuse
from twin.core.errors import BadInput, Fault, Place

RULE = Fault(Place("mine/rule.yml", 3), "field-unknown", "no such field", "write another")
TEST = Fault(Place("mine/x.detect.yml", 3), "unknown-key", "no such key", "write another")


@pytest.mark.parametrize(("faults", "code"), [((RULE,), 2), ((RULE, TEST), 3), ((TEST,), 3)])
def test_rules_alone_are_two_and_anything_else_is_three(
    faults: tuple[Fault, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words on standard error, and as a document where one is wanted."""
    assert refuse(BadInput(faults), as_json=True) == code
    told = capsys.readouterr()
    document = json.loads(told.out)
    assert (document["exit_code"], len(document["faults"])) == (code, len(faults))
    assert "nothing was run" in told.err
    refuse(BadInput(faults), as_json=False)
    assert capsys.readouterr().out == ""
