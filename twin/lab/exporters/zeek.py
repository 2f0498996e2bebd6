"""Zeek: tab-separated logs as Zeek writes them, one file a log, with its header lines.

``conn.log`` has every conversation that a tap saw; the protocols' logs have what it could read inside. Alerts of the
lab's detectors are notices; ``known_hosts`` and ``known_services`` say who was first seen when. Which conversations an
attack made stands apart, in ``truth/labels.csv``, by ``uid``.

Sources: Zeek manual, log formats and the script reference of each log.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.labels import write_labels
from twin.lab.exporters.parts.notices import NOTICE, notices
from twin.lab.exporters.parts.zeek_files import Style, TabSeparated, ZeekFiles
from twin.lab.exporters.parts.zeek_logs import KNOWN_HOSTS, KNOWN_SERVICES, LOGS, Value, logs_of, zeek_service
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
                for log in ("conn", *logs_of(conversation)):
                    _add(files, log, conversation)
                first_seen.look(conversation)
            for notice in notices(recording):
                time_us = notice.epoch_us - recording.epoch_us(0)
                files.add("notice", NOTICE, [column.fill(notice) for column in NOTICE], time_us)
        return [*files.written, write_labels(recording, folder)]


class _FirstSeen:
    """Who answered for the first time, and with which service."""

    def __init__(self, files: ZeekFiles) -> None:
        self._files = files
        self._hosts, self._services = set[str](), set[tuple[str, int, str]]()

    def look(self, conversation: Conversation) -> None:
        """Write what is new about *conversation*."""
        for host in (conversation.src, conversation.dst) if conversation.answered else ():
            if host.address not in self._hosts and host.function != "internet":
                self._hosts.add(host.address)
                self._files.add("known_hosts", KNOWN_HOSTS, [conversation.epoch_us, host.address], conversation.time_us)
        service = (conversation.dst.address, conversation.dst_port, conversation.transport)
        if conversation.answered and service not in self._services:
            self._services.add(service)
            values: list[Value] = [conversation.epoch_us, *service, [zeek_service(conversation) or ""]]
            self._files.add("known_services", KNOWN_SERVICES, values, conversation.time_us)


def _add(files: ZeekFiles, log: str, conversation: Conversation) -> None:
    columns = LOGS[log]
    files.add(log, columns, [column.fill(conversation) for column in columns], conversation.time_us)
