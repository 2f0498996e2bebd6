"""Asking for help imports next to nothing: a heavy library is imported where it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "dask", "distributed", "docx", "duckdb", "fpdf", "jinja2", "matplotlib", "mesa", "networkx", "openpyxl", "pandas",
    "psychrolib", "pyarrow", "scipy", "sigma", "sklearn", "sqlalchemy", "streamlit",
)  # fmt: skip

ASK = """
import sys
sys.argv = ["twin", "--help"]
from twin.cli import main
try:
    code = main()
except SystemExit as end:
    code = end.code
print("\\nloaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
sys.exit(code or 0)
"""


def test_help_imports_no_heavy_library(tmp_path: Path, repo: Path) -> None:
    """``twin --help`` answers without any of the libraries that take long to import."""
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=tmp_path,
        env={"PATH": "", "PYTHONPATH": str(repo), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    loaded = asked.stdout.rpartition("loaded:")[2].split()
    assert [name for name in HEAVY if name in loaded] == []
