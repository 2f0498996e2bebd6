"""A cyber-physical digital-twin simulation lab of a smart warehouse.

>>> import twin
>>> run = twin.run("quiet-day", posture="zones", seed=7, hours=0.05)
>>> run.metrics["assets_compromised"].value
0.0
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twin.lab.compare import compare
    from twin.lab.run import Run, run
    from twin.lab.verify.suite import verify
    from twin.lab.what_if import what_if

__version__ = "0.1.0"
__all__ = ["Run", "compare", "run", "verify", "what_if"]

_HOMES = {
    "Run": "twin.lab.run",
    "compare": "twin.lab.compare",
    "run": "twin.lab.run",
    "verify": "twin.lab.verify.suite",
    "what_if": "twin.lab.what_if",
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: ``import twin`` itself costs nothing (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'twin' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
