"""The exporters shelf: a run's log in forms that other tools read."""

from twin.core.shelf import Shelf
from twin.lab.exporters.base import Exporter

EXPORTERS: Shelf[Exporter] = Shelf(
    "lab/exporters",
    {
        "csv": "twin.lab.exporters.csv:Csv",
        "ecs": "twin.lab.exporters.ecs:Ecs",
        "eve": "twin.lab.exporters.eve:Eve",
        "navigator": "twin.lab.exporters.navigator:Navigator",
        "ocsf": "twin.lab.exporters.ocsf:Ocsf",
        "parquet": "twin.lab.exporters.parquet:Parquet",
        "pcap": "twin.lab.exporters.pcap:Pcap",
        "pcapng": "twin.lab.exporters.pcapng:Pcapng",
        "stix": "twin.lab.exporters.stix:Stix",
        "syslog": "twin.lab.exporters.syslog:Syslog",
        "zeek": "twin.lab.exporters.zeek:Zeek",
        "zeek_json": "twin.lab.exporters.zeek_json:ZeekJson",
    },
)
