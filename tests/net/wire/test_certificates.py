"""Certificates of one size, which a tool that is not ours reads and verifies."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from twin.net.wire import certificates
from twin.net.wire.certificates import authority, certificate_of

NOW_US = 1_772_438_400_000_000
"""2 March 2026."""
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("host", ["a", "nvr-01", "coffee-cloud.example", "x" * 63])
def test_every_certificate_has_one_size(host: str, *, public: bool) -> None:
    """A comment takes up what the names leave."""
    made = certificate_of(host, "lenscape", NOW_US, public=public)
    assert len(made.der) == certificates.BYTES
    assert made.self_signed != public


def test_a_public_certificate_is_renewed_and_covers_its_day() -> None:
    """Ninety days, a new one each sixty; an appliance's is for twenty years."""
    days = [certificate_of("c.example", "", NOW_US + day * 86_400_000_000, public=True) for day in range(0, 200, 10)]
    assert {(each.ends - each.begins).days for each in days} == {90}
    assert len({each.serial for each in days}) in (4, 5)
    assert (certificate_of("nvr-01", "lenscape", 0, public=False).ends.year) == 2035


@needs_openssl
def test_openssl_verifies_what_the_authority_signed_and_what_signed_itself(tmp_path: Path) -> None:
    """On the day of the story; and neither vouches for the other."""
    made = {
        "ca": authority(), "cloud": certificate_of("c.example", "", NOW_US, public=True),
        "nvr": certificate_of("nvr-01", "lenscape", NOW_US, public=False),
    }  # fmt: skip
    for name, each in made.items():
        (tmp_path / name).write_text(ssl.DER_cert_to_PEM_cert(each.der))
    verdicts = {}
    for name, by in (("cloud", "ca"), ("nvr", "nvr"), ("nvr", "ca")):
        command = ["openssl", "verify", "-attime", str(NOW_US // 1_000_000), "-CAfile", by, name]
        verdicts[name, by] = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    assert verdicts == {("cloud", "ca"): True, ("nvr", "nvr"): True, ("nvr", "ca"): False}
