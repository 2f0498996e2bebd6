"""Names of rule files and test files: ``.yml`` or ``.yaml`` in any case, and ``.detect`` before it for a test.

A ``.yml`` counts as a rule by its name. Sites, stories and postures are ``.yaml``, so such a file must say that it is a
rule: one of Sigma's sections stands at its left margin.

Source: Sigma specification 2.1.0, file names and sections (``logsource``, ``detection``, ``correlation``, ``filter``).
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath

TEST_FILES = "*.detect.yml"
"""How tests are called, in words."""
_RULE, _OTHER = (".yml", ".yaml")
_SECTION = re.compile(r"^(?:logsource|detection|correlation|filter)[ \t]*:", re.MULTILINE)


def is_yaml(path: str | PurePath) -> bool:
    """Whether the name of *path* is that of YAML."""
    return PurePath(path).name.lower().endswith((_RULE, _OTHER))


def is_test(path: str | PurePath) -> bool:
    """Whether the name of *path* is that of a detection test."""
    return PurePath(path).name.lower().endswith((f".detect{_RULE}", f".detect{_OTHER}"))


def may_be_rule(path: str | PurePath) -> bool:
    """Whether *path* is a rule by its name, or else by what it says."""
    if is_test(path) or not is_yaml(path):
        return False
    return PurePath(path).name.lower().endswith(_RULE) or _says_so(Path(path))


def yaml_below(folder: Path) -> list[Path]:
    """Everything below *folder* with a name of YAML, in order."""
    return sorted(
        Path(above, name)
        for above, folders, files in os.walk(folder)
        for name in (*folders, *files)
        if name.lower().endswith((_RULE, _OTHER))
    )


def rules_below(folder: Path) -> list[Path]:
    """The rules below *folder*, in order."""
    return [path for path in yaml_below(folder) if may_be_rule(path)]


def _says_so(path: Path) -> bool:
    try:
        return _SECTION.search(path.read_text(encoding="utf-8", errors="replace")) is not None
    except OSError:
        return False
