"""Variants: the settings by which a robustness check changes a story, one value at a time.

Source: none; the settings are those of ``--set`` (:mod:`twin.lab.settings`).
"""

from __future__ import annotations

import json
from typing import Any

from twin.lab.detection.promises import Robustness


def settings_for(each: Robustness, value: Any) -> tuple[str, ...]:
    """``path=value`` for each path that *value* goes to; a JSON value is YAML too."""
    return tuple(f"{path}={json.dumps(value)}" for path in each.paths)


def label_of(each: Robustness, value: Any) -> str:
    """The variant in words: ``rate_per_s 0.1``."""
    return f"{each.paths[0].rpartition('.')[2]} {value if isinstance(value, str) else json.dumps(value)}"
