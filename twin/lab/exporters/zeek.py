"""Zeek: tab-separated logs as Zeek writes them, one file a log, with its header lines.

``conn.log`` has every conversation that a tap saw; the protocols' logs have what it could read inside. Alerts of the
lab's detectors are notices; ``x509`` has each certificate once, ``known_devices``, ``known_hosts`` and
``known_services`` who was first seen when. Zeek has no log of ARP, so there is none. Which conversations an
attack made stands apart, in ``truth/labels.csv``, by ``uid``.

Sources: Zeek manual, log formats and the script reference of each log.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.capture_loss import CAPTURE_LOSS, capture_losses
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.labels import write_labels
from twin.lab.exporters.parts.notices import NOTICE, notices
from twin.lab.exporters.parts.zeek_columns import Value
from twin.lab.exporters.parts.zeek_discovery import (
    KNOWN_DEVICES,
    KNOWN_HOSTS,
    KNOWN_SERVICES,
    device_row,
    devices_in,
)
from twin.lab.exporters.parts.zeek_files import Style, TabSeparated, ZeekFiles
from twin.lab.exporters.parts.zeek_logs import LOGS, logs_of, zeek_service
from twin.lab.exporters.parts.zeek_tls import X509, x509_row
from twin.lab.recording import Recording


class Zeek(Exporter):
    """Zeek logs, tab-separated: ``observed/conn.log``, ``observed/dns.log`` and so on."""

    style: ClassVar[Style] = TabSeparated()

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write every log that has a line, ``conn`` always."""
        with ZeekFiles(recording, folder / "observed", self.style) as files:
            files.begin("conn", LOGS["conn"])
            first_seen = _FirstSeen(files)
            for conversation in conversations(recording):
                for log in ("conn", *logs_of(conversation)) if conversation.over_ip else ():
                    _add(files, log, conversation)
                first_seen.look(conversation)
            for notice in notices(recording):
                time_us = notice.epoch_us - recording.epoch_us(0)
                files.add("notice", NOTICE, [column.fill(notice) for column in NOTICE], time_us)
            for time_us, line in capture_losses(recording):
                files.add("capture_loss", CAPTURE_LOSS, line, time_us)
        return [*files.written, write_labels(recording, folder)]


class _FirstSeen:
    """Who was heard or answered for the first time, with which service, and showing which certificate."""

    def __init__(self, files: ZeekFiles) -> None:
        self._files = files
        self._hosts, self._services = set[str](), set[tuple[str, int, str]]()
        self._devices, self._certificates = set[tuple[str, str]](), set[Value]()

    def look(self, conversation: Conversation) -> None:
        """Write what is new about *conversation*."""
        self._look_at_devices(conversation)
        self._look_at_certificate(conversation)
        if not conversation.over_ip:
            return
        for host in (conversation.src, conversation.dst) if conversation.answered else ():
            if host.address not in self._hosts and host.function != "internet":
                self._hosts.add(host.address)
                self._files.add("known_hosts", KNOWN_HOSTS, [conversation.epoch_us, host.address], conversation.time_us)
        service = (conversation.dst.address, conversation.dst_port, conversation.transport)
        if conversation.answered and service not in self._services:
            self._services.add(service)
            values: list[Value] = [conversation.epoch_us, *service, [zeek_service(conversation) or ""]]
            self._files.add("known_services", KNOWN_SERVICES, values, conversation.time_us)

    def _look_at_devices(self, c: Conversation) -> None:
        """A line for each hardware address, and another when a lease says what it is called."""
        for device in devices_in(c):
            lease_name = device.name if c.service == "dhcp" and c.spoken and device is c.src else ""
            if not {(device.mac, lease_name), (device.mac, device.name)} & self._devices:
                self._devices.add((device.mac, lease_name))
                self._files.add("known_devices", KNOWN_DEVICES, device_row(device, c, lease_name), c.time_us)

    def _look_at_certificate(self, c: Conversation) -> None:
        row = x509_row(c)
        if row is not None and row[1] not in self._certificates:
            self._certificates.add(row[1])
            self._files.add("x509", X509, row, c.time_us)


def _add(files: ZeekFiles, log: str, conversation: Conversation) -> None:
    columns = LOGS[log]
    files.add(log, columns, [column.fill(conversation) for column in columns], conversation.time_us)
