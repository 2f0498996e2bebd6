"""Exit codes of ``twin detect`` for what cannot be understood: 2 where only rules are wrong, 3 otherwise.

With ``--json`` the one document has ``exit_code`` and ``faults``, as that of an answer has.
"""

from __future__ import annotations

import typer

from twin.cli.options import print_json
from twin.core.errors import BadInput

GROUP = "detect"


def refuse(error: BadInput, *, as_json: bool) -> int:
    """Tell *error* in words, and with *as_json* as a document; the exit code."""
    from twin.lab.detection.results import CONFIGURATION_ERROR, RULE_ERROR, fault_json, is_of_rules

    code = RULE_ERROR if error.faults and all(map(is_of_rules, error.faults)) else CONFIGURATION_ERROR
    typer.echo(f"{error}\n{error.summary()}", err=True)
    if as_json:
        print_json({"exit_code": code, "faults": [fault_json(fault) for fault in error.faults]})
    return code
