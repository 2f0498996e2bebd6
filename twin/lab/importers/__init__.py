"""The importers shelf: files of other tools as rows of the observed book."""

from twin.core.shelf import Shelf
from twin.lab.importers.base import Importer

IMPORTERS: Shelf[Importer] = Shelf(
    "lab/importers",
    {
        "csv_process": "twin.lab.importers.csv_process:CsvProcess",
        "eve": "twin.lab.importers.eve:Eve",
        "pcap": "twin.lab.importers.pcap:Pcap",
        "pcapng": "twin.lab.importers.pcapng:Pcapng",
        "zeek": "twin.lab.importers.zeek:Zeek",
    },
)
