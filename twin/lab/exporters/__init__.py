"""The exporters shelf: a run's log in forms that other tools read."""

from twin.core.shelf import Shelf
from twin.lab.exporters.base import Exporter

EXPORTERS: Shelf[Exporter] = Shelf(
    "lab/exporters",
    {
        "csv": "twin.lab.exporters.csv:Csv",
        "parquet": "twin.lab.exporters.parquet:Parquet",
    },
)
