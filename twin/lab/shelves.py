"""All shelves of the lab by name, for whoever lists, explains or describes kinds."""

from __future__ import annotations

from typing import Any

from twin.attacks import ATTACKS
from twin.attacks.adversaries import ADVERSARIES
from twin.core.shelf import Shelf
from twin.detectors import DETECTORS
from twin.devices import DEVICES
from twin.lab.exporters import EXPORTERS
from twin.lab.importers import IMPORTERS
from twin.lab.metrics import METRICS
from twin.net.protocols import PROTOCOLS
from twin.policies import POLICIES
from twin.responses import RESPONSES

SHELVES: dict[str, Shelf[Any]] = {
    "adversaries": ADVERSARIES,
    "attacks": ATTACKS,
    "detectors": DETECTORS,
    "devices": DEVICES,
    "exporters": EXPORTERS,
    "importers": IMPORTERS,
    "metrics": METRICS,
    "policies": POLICIES,
    "protocols": PROTOCOLS,
    "responses": RESPONSES,
}
