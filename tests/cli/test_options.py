"""Options mean the same in every command, and a document is one line of JSON."""

from __future__ import annotations

import json

import pytest
import typer

from twin import cli
from twin.cli.options import print_json


def test_one_name_of_an_option_has_one_meaning() -> None:
    """Two commands with the same flag have the same words for it, but for ``--set``, ``--out`` and ``--format``."""
    words: dict[str, set[str]] = {}
    for command in typer.main.get_command(cli.app).commands.values():  # type: ignore[attr-defined]
        for parameter in command.params:
            for flag in parameter.opts:
                words.setdefault(flag, set()).add(str(parameter.help))
    assert words.keys() >= {"--seed", "--json", "--workers"}
    assert {flag for flag, said in words.items() if len(said) > 1} <= {"--set", "--out"}


def test_a_document_is_one_line_and_no_number_is_undefined(capsys: pytest.CaptureFixture[str]) -> None:
    """NaN is no JSON."""
    print_json({"a": 1})
    assert capsys.readouterr().out == '{"a": 1}\n'
    with pytest.raises(ValueError, match="JSON"):
        print_json({"a": float("nan")})


def test_every_command_says_in_its_help_what_it_does() -> None:
    """The first line of its docstring."""
    for name, command in cli.COMMANDS:
        assert (command.__doc__ or "").strip(), name
        assert json.dumps(name).islower()
