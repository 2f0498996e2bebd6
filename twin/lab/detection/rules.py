"""Rules by name: which Sigma rules a ruleset has, by title, id and file, and where each stands.

Only what a report needs is read here: title, id, techniques and lines. Whether a rule is understood is the Sigma
detector's to say (:mod:`twin.lab.rule_files`).

Source: Sigma specification 2.1.0 (attributes ``title``, ``id``, ``tags``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from twin.core.rule_names import may_be_rule, rules_below
from twin.lab.resources import scenario_root
from twin.lab.rule_files import KIND
from twin.lab.scenario import Choice

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node


@dataclass(frozen=True)
class NamedRule:
    """One Sigma rule: what it is called, where it stands, the techniques that its tags name.

    ``correlates`` says that it looks at several events together.
    """

    title: str
    id: str
    path: str
    line: int
    techniques: tuple[str, ...]
    correlates: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it may be called by."""
        return tuple(name for name in (self.title, self.id, Path(self.path).stem) if name)


def rules_of(ruleset: Iterable[Choice]) -> tuple[NamedRule, ...]:
    """The rules of every Sigma detector of *ruleset*, in order of file."""
    return tuple(rule for choice in ruleset for rule in _rules_of(choice))


def titles_of(choice: Choice) -> dict[str, str]:
    """Of a Sigma detector: the id, or else the title, of each rule by its title; of any other nothing."""
    return {rule.title: rule.id or rule.title for rule in _rules_of(choice)}


def rules_in(paths: Iterable[Path]) -> tuple[NamedRule, ...]:
    """The rules in *paths* (files, or folders of ``*.yml``); a file that is no YAML has none."""
    files = [file for path in paths for file in (rules_below(path) if path.is_dir() else [path])]
    return tuple(rule for file in files if file.is_file() for rule in _read(file, file.stat().st_mtime_ns))


def rule_files_below(path: Path) -> list[Path]:
    """The files below a folder that hold rules, or that are no YAML; of a file itself, unless it is a test."""
    if not path.is_dir():
        return [path] if may_be_rule(path) and path.is_file() else []
    files = (file for file in rules_below(path) if is_shown(file, path) and file.is_file())
    return [file for file in files if _of_rules(file, file.stat().st_mtime_ns)]


def is_shown(path: Path, folder: Path) -> bool:
    """Whether nothing on the way from *folder* to *path* is hidden, as caches and version control are."""
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def called(name: str, rules: Sequence[NamedRule]) -> tuple[NamedRule, ...]:
    """The rules that *name* means: by title or id, or else all of a file."""
    wanted = name.casefold()
    exact = tuple(rule for rule in rules if wanted in (rule.title.casefold(), rule.id.casefold()))
    return exact or tuple(rule for rule in rules if Path(rule.path).stem.casefold() == wanted)


def rule_text(rule: NamedRule) -> str:
    """The YAML of *rule* alone, of a file that may hold several."""
    import yaml

    text = Path(rule.path).read_text(encoding="utf-8")
    for document in yaml.compose_all(text, Loader=yaml.SafeLoader):
        if document.start_mark.line + 1 == rule.line:
            return text[document.start_mark.index : document.end_mark.index]
    raise ValueError(f"{rule.path} has no rule in line {rule.line} any more")


def rule_paths(choice: Choice) -> tuple[Path, ...]:
    """The files and folders that a Sigma detector reads; none for any other."""
    if choice.kind != KIND:
        return ()
    named = choice.parameters.get("rules", "ot")
    words = [named] if isinstance(named, str) else list(named) if isinstance(named, list | tuple) else []
    return tuple(scenario_root() / "rules" / str(word) for word in words)


def placeholders_of(ruleset: Iterable[Choice]) -> dict[str, tuple[str, ...]]:
    """The texts that the Sigma detectors of *ruleset* have for holes in rules, whether written there or in a file.

    A file that cannot be read has none: reading the ruleset has said so.
    """
    from twin.detectors.sigma_rules.placeholders import read_placeholders

    found: dict[str, tuple[str, ...]] = {}
    for given in (choice.parameters.get("placeholders") for choice in ruleset if choice.kind == KIND):
        if isinstance(given, Mapping):
            found |= {str(name): (texts,) if isinstance(texts, str) else tuple(texts) for name, texts in given.items()}
        elif isinstance(given, str) and (scenario_root() / "rules" / given).is_file():
            found |= read_placeholders(scenario_root() / "rules" / given)
    return found


def _rules_of(choice: Choice) -> tuple[NamedRule, ...]:
    return rules_in(rule_paths(choice))


def _of_rules(path: Path, changed_ns: int) -> bool:
    """Whether a file holds a rule, or might: what is no YAML is somebody's broken rule."""
    found = _parsed(path, changed_ns)
    return found is None or bool(found)


def _read(path: Path, changed_ns: int) -> tuple[NamedRule, ...]:
    return _parsed(path, changed_ns) or ()


@lru_cache(maxsize=1024)
def _parsed(path: Path, changed_ns: int) -> tuple[NamedRule, ...] | None:
    """The rules of one file as it was at *changed_ns*; None where it is no YAML."""
    del changed_ns
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
        return tuple(_rules(path, yaml.compose_all(text, Loader=yaml.SafeLoader)))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None


def _rules(path: Path, documents: Iterable[Node]) -> Iterator[NamedRule]:
    from yaml.nodes import MappingNode

    for document in documents:
        if isinstance(document, MappingNode) and _scalar(document, "title"):
            title, line = _scalar(document, "title"), document.start_mark.line + 1
            correlates = _entry(document, "correlation") is not None
            yield NamedRule(title, _scalar(document, "id"), str(path), line, tuple(_techniques(document)), correlates)


def _entry(document: MappingNode, key: str) -> Node | None:
    return next((value for name, value in document.value if name.value == key), None)


def _scalar(document: MappingNode, key: str) -> str:
    found = _entry(document, key)
    return found.value if found is not None and isinstance(found.value, str) else ""


def _techniques(document: MappingNode) -> Iterator[str]:
    """ATT&CK ids among the tags, such as T0846.001."""
    tags = _entry(document, "tags")
    for tag in tags.value if tags is not None and isinstance(tags.value, list) else ():
        space, _, name = str(tag.value).partition(".")
        if space == "attack" and name[:1].lower() == "t" and name[1:5].isdigit():
            yield name.upper()
