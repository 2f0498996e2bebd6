"""A room without a twin: the app with a client that serves written views."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("streamlit")
pytest.importorskip("itsdangerous")

from tests.dashboards.room_client import FakeClient

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

Sit = Callable[..., "AppTest"]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> FakeClient:
    """The client that all pages of this test talk to."""
    import streamlit as st

    from dashboards import session

    st.cache_resource.clear()
    fake = FakeClient()
    monkeypatch.setattr(session, "client", lambda: fake)
    return fake


@pytest.fixture
def sit(repo: Path, client: FakeClient) -> Sit:
    """``sit("soc", "player")``: the page as the seat sees it; an empty seat is nobody."""
    assert client.version == 1
    from streamlit.testing.v1 import AppTest

    def opened(seat: str, page: str) -> AppTest:
        app = AppTest.from_file(str(repo / "dashboards" / "app.py"), default_timeout=60)
        if seat:
            app.query_params["seat"] = f"t-{seat}"
        app.run()
        return app if page == "home" else app.switch_page(f"screens/{page}.py").run()

    return opened
