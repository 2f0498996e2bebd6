"""The store's key: 32 bytes from which every join code and every signature follows.

It lies beside the store's file, readable by its owner alone, and is made once. Where the environment variable
``TWIN_SECRET`` is set, that is the key; a store on a server needs it, for there is no folder to keep a file in. Whoever
has the key can sit anywhere; a new key ends every token and changes every code.

Sources: OWASP Cheat Sheet Series, "Secrets Management"; RFC 5869 on deriving several keys from one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from twin.exercise.access.refusal import unusable_store
from twin.exercise.outside import unguessable

VARIABLE = "TWIN_SECRET"
FILE = "secret.key"
BYTES = 32
SHORTEST = 32
"""Letters that a key in the environment has at least."""


def secret_of(folder: Path | None, environment: Mapping[str, str] = os.environ) -> bytes:
    """The key of the store in *folder* (None: on a server); made where there is none yet."""
    given = environment.get(VARIABLE, "")
    if given:
        return _given(given)
    if folder is None:
        remedy = f"set it to {SHORTEST} letters or more that nobody can guess, the same for every process"
        raise unusable_store(VARIABLE, "a store on a server needs its key in this environment variable", remedy)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    _make(path)
    return _read(path)


def derived(secret: bytes, purpose: str, *parts: str) -> bytes:
    """A key or a code for one *purpose*: nothing about the secret, or about another purpose, follows from it."""
    text = "\x1f".join((purpose, *parts))
    return hmac.new(secret, text.encode(), hashlib.sha256).digest()


def _given(text: str) -> bytes:
    if len(text) < SHORTEST:
        why = f"{len(text)} letters are too few for a key"
        raise unusable_store(VARIABLE, why, f"use {SHORTEST} letters or more that nobody can guess")
    return hashlib.sha256(text.encode()).digest()


def _make(path: Path) -> None:
    """Write a new key unless there is one; complete before it has its name, so nobody ever reads half a key."""
    if path.exists():
        return
    draft = path.with_name(f".{FILE}.{os.getpid()}.{unguessable(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(unguessable(BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def _read(path: Path) -> bytes:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        why = f"others than its owner may read the key (mode {mode:o})"
        raise unusable_store(
            str(path), why, f"chmod 600 {path}; if somebody may have read it, delete it: all join anew"
        )
    secret = path.read_bytes()
    if len(secret) != BYTES:
        raise unusable_store(
            str(path), f"a key has {BYTES} bytes, this file has {len(secret)}", "delete it: all join anew"
        )
    return secret
