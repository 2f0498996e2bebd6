"""The fallback pack."""

from __future__ import annotations

import pytest

pytest.importorskip("openpyxl")

from tests.exercise.reviewed import GUIDE, LATER, secret_trial
from twin.exercise.papers.pack import FOR_PLAYERS, INDEX, PAPERS, pack


def test_every_paper_is_there_for_whom_it_is() -> None:
    """Players' papers in a folder of their own; nothing secret in it."""
    files = pack(secret_trial(), LATER, formats=("md",))
    for name in PAPERS:
        folder = "players" if name in FOR_PLAYERS else "facilitators"
        assert f"{folder}/{name}.md" in files
    players = b"".join(content for name, content in files.items() if name.startswith("players/")).decode()
    assert [secret for secret in GUIDE.values() if secret in players] == []
    assert {"facilitators/msel.csv", "facilitators/msel.xlsx", "facilitators/exercise.yaml"} <= set(files)


def test_the_index_names_every_file_and_the_pack_depends_on_nothing_else() -> None:
    """With the digest of the exercise file."""
    one, other = (pack(secret_trial(), LATER, "TLP:RED", formats=("md",)) for _ in range(2))
    assert one == other
    index = one[INDEX].decode()
    assert "TLP:RED" in index
    assert all(name in index for name in one if name != INDEX)
