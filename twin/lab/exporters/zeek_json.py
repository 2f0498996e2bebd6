"""Zeek JSON: the logs of the exporter ``zeek``, one JSON object a line.

Sources: Zeek manual, JSON log format (dotted keys, times as seconds since 1970, unset fields left out).
"""

from __future__ import annotations

from typing import ClassVar

from twin.lab.exporters.parts.zeek_files import JsonLines, Style
from twin.lab.exporters.zeek import Zeek


class ZeekJson(Zeek):
    """Zeek logs as JSON lines: ``observed/conn.log`` and so on."""

    style: ClassVar[Style] = JsonLines()
