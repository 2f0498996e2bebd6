"""Two words that every file shares: a name, and a kind taken from a shelf with its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from twin.plant.spec import Spec

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]


class Choice(Spec):
    """A kind taken from a shelf, with its parameters."""

    kind: str
    parameters: Mapping[str, object] = Field(default_factory=dict)
