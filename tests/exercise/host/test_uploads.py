"""An uploaded exercise is text: it opens no file, runs no code, and costs neither memory nor time."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.exercise.host.client import Client

WALL = "2026-11-22T10:00:00Z"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]" for n in range(12)
)
CODE = (
    "!!python/object/apply:os.system [touch pwned]",
    "format: 1\ntitle: !!python/object/new:os.system [touch pwned]",
    "format: 1\ntitle: !!python/name:os.system",
    "format: 1\ntitle: !<tag:yaml.org,2002:python/object/apply:subprocess.check_output> [[touch, pwned]]",
    "%TAG ! tag:yaml.org,2002:python/\n---\nformat: 1\ntitle: !object/apply:os.system [touch pwned]",
    "format: 1\ntitle: !!binary dG91Y2g=",
)


@pytest.mark.parametrize("text", CODE)
def test_no_tag_is_ever_built(client: Client, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever way it is written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput) as error:
        client.open(text, "Eve", WALL)
    assert {fault.code for fault in error.value.faults} & {"tag-refused", "bad-yaml"}
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "too-many-values"),
        ("[" * 100_000, "too-deep"),
        ("a: " * 100_000, "bad-yaml"),
        ("a: &x [*x]", "bad-alias"),
        ("a" * 50_000_000, "file-too-large"),
        ("x: [" + "1, " * 300_000 + "]", "too-many-values"),
        ("? [a, b]\n: c", "bad-key"),
        ("", "empty-file"),
        ("\x00\x01\x02", "bad-yaml"),
        ("format: 1\n---\nformat: 1", "several-documents"),
    ],
    ids=["bomb", "deep", "keys", "self", "50 MB", "long list", "odd key", "empty", "binary", "two"],
)
def test_a_hostile_upload_is_refused_cheaply(client: Client, text: str, code: str) -> None:
    """In seconds of the processor, with nothing kept and no host started."""
    began = time.process_time()
    with pytest.raises(BadInput) as error:
        client.open(text, "Eve", WALL)
    assert code in {fault.code for fault in error.value.faults}
    assert time.process_time() - began < 10
    assert client.store.exercises() == []


@pytest.mark.parametrize("text", [BOMB, "a" * 50_000_000], ids=["bomb", "50 MB"])
def test_a_bomb_costs_no_memory(client: Client, text: str) -> None:
    """Ten to the twelfth values are counted, not built; a large text is measured once, and not read."""
    tracemalloc.start()
    with pytest.raises(BadInput):
        client.open(text, "Eve", WALL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * len(text) + 30e6


@pytest.mark.parametrize("secret", ["/etc/passwd", "../../etc/passwd", "file:///etc/passwd", "~/.ssh/id_rsa"])
def test_an_upload_opens_no_file(client: Client, secret: str) -> None:
    """Neither by include nor by the name of a story, a posture or a site; nothing of a file is in the answer."""
    for text in (
        f"include: {secret}",
        f"format: 1\ntitle: t\ntwin: {{story: {secret!r}}}",
        f"format: 1\ntitle: t\ntwin: {{story: quiet-day, site: {secret!r}}}",
        f"format: 1\ntitle: t\ntwin: {{story: quiet-day, posture: {secret!r}}}",
    ):
        with pytest.raises(BadInput) as error:
            client.open(text, "Eve", WALL)
        assert "root:" not in str(error.value)
    assert client.store.exercises() == []


def test_text_that_is_no_unicode_is_refused(client: Client) -> None:
    """As an upload of bytes that were decoded badly would be."""
    with pytest.raises(BadInput):
        client.open("title: \ud800", "Eve", WALL)
