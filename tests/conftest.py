"""What every test may lean on: one hypothesis profile, no display, and a Chromium where the machine has one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ["MPLBACKEND"] = "Agg"

# The same examples for everybody, and no deadline: a loaded machine is not a failing law.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("house")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def _browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser tests, with the reason, where there is no browser."""
    if _browser():
        return
    absent = pytest.mark.skip(reason="no Chromium here: apt-get install chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(absent)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the machine's own Chromium, and let it talk to nobody."""
    return {**browser_type_launch_args, "executable_path": _browser(), "args": list(BROWSER_ARGUMENTS)}


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of the source tree."""
    return Path(__file__).resolve().parents[1]
