"""A PostgreSQL of one's own: a cluster in a new folder, a socket in it, no network, gone afterwards.

PostgreSQL does not run as root, so there it runs as the user ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ABSENT = "no PostgreSQL here: apt-get install postgresql"
_OPTIONS = "-c listen_addresses= -c fsync=off -c max_connections=60 -c shared_buffers=16MB"


def programs() -> Path | None:
    """The folder with ``initdb`` and ``pg_ctl``, the newest first; None where there is none."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    found = [folder for folder in newest if (folder / "initdb").exists()]
    return next(iter(found), Path(on_path).parent if on_path else None)


def _user() -> dict[str, Any]:
    """Whom the programs run as."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster; what it gives is the folder of its socket."""
    folder = programs()
    assert folder is not None, ABSENT
    user = _user()
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as home:
        if user:
            os.chown(home, user["user"], user["group"])

        def run(program: str, *words: str) -> None:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run([folder / program, *words], cwd=home, check=True, timeout=60, **user, **quiet)

        run("initdb", "-D", f"{home}/db", "-U", "twin", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "-D", f"{home}/db", "-w", "-o", f"-k {home} {_OPTIONS}", "start")
        try:
            yield home
        finally:
            run("pg_ctl", "-D", f"{home}/db", "-m", "immediate", "stop")


def new_database(socket: str, name: str) -> str:
    """The URL of a new, empty database of the cluster."""
    import psycopg

    with psycopg.connect(f"host={socket} user=twin dbname=postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql://twin@/{name}?host={socket}"
