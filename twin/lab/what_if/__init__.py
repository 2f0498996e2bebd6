"""What if: a finished run again, with other decisions, and what that changes.

>>> from twin.lab.what_if import read_moves
>>> [move.words for move in read_moves(("isolate:amr-017@00:12",))]
['isolate_device on amr-017 at 00:12:00']
"""

from twin.lab.what_if.branch import WhatIf, branch_off, what_if
from twin.lab.what_if.moves import Move, read_moves

__all__ = ["Move", "WhatIf", "branch_off", "read_moves", "what_if"]
