"""The data folders are found in both layouts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from twin.lab.resources import dashboard_root, scenario_root


@pytest.mark.parametrize(("find", "name"), [(scenario_root, "scenarios"), (dashboard_root, "dashboards")])
class TestBothLayouts:
    """Each folder, in a source tree and in a wheel."""

    def test_a_source_tree_has_it_beside_the_package(
        self, find: Callable[[Path], Path], name: str, tmp_path: Path
    ) -> None:
        """Without a bundle, the folder is the package's neighbour."""
        (tmp_path / "twin").mkdir()
        (tmp_path / name).mkdir()
        assert find(tmp_path / "twin") == tmp_path / name

    def test_a_wheel_has_it_in_the_bundle(self, find: Callable[[Path], Path], name: str, tmp_path: Path) -> None:
        """A bundle wins over whatever else lies in site-packages under the same plain name."""
        bundled = tmp_path / "twin" / "_bundle" / name
        bundled.mkdir(parents=True)
        (tmp_path / name).mkdir()
        assert find(tmp_path / "twin") == bundled

    def test_a_broken_installation_says_where_it_looked(
        self, find: Callable[[Path], Path], name: str, tmp_path: Path
    ) -> None:
        """Neither place: the message names both and the remedy."""
        with pytest.raises(FileNotFoundError, match=rf"{name} is neither at .*_bundle.*install twin-range again"):
            find(tmp_path / "twin")


def test_this_installation_has_scenarios_and_dashboards() -> None:
    """The folders in use have what their readers look for."""
    assert {"sites", "postures", "stories"} <= {path.name for path in scenario_root().iterdir()}
    assert dashboard_root().is_dir()
