"""Views: the rows a rule looks at."""

from __future__ import annotations

from tests.watching import batch, flow, watch
from twin.detectors.sigma_rules.fields import Field, Source
from twin.detectors.sigma_rules.view import Facts, Views


def test_a_view_holds_the_rows_of_its_service() -> None:
    """Other services, and tables without rows, are not looked at."""
    seen = watch()
    rows = [flow(1, "ws-01", "dns-01", "dns"), flow(2, "ws-01", "dc-01", "smb"), flow(3, "ws-02", "dns-01", "dns")]
    services = {name: seen.names.code(name) for name in ("dns", "ssh")}
    views = Views(batch(seen, 10, flow=rows), services, Facts(seen))
    view = views.of(Source("flow", "dns"))
    assert view is not None
    assert view.size == 2
    assert [seen.names.text(code) for code in view.column("src")] == ["ws-01", "ws-02"]
    assert views.of(Source("flow", "dns")) is view
    assert views.of(Source("flow", "ssh")) is None
    assert views.of(Source("alarm")) is None


def test_the_register_enriches_names() -> None:
    """Kind and function of an asset; empty for a name that is not in the register."""
    seen = watch()
    rows = [flow(1, "ws-01", "dc-01"), flow(2, "stranger", "dc-01")]
    view = Views(batch(seen, 10, flow=rows), {}, Facts(seen)).of(Source("flow"))
    assert view is not None
    texts = [seen.names.text(code) for code in view.values(Field("src", "name", of="kind"))]
    assert texts == ["workstation", ""]
    assert view.has("flow")
    assert not view.has("robot")
