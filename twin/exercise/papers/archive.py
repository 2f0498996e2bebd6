"""Archives whose bytes depend on their content alone: every member carries the day that the papers speak of.

Sources: APPNOTE.TXT, .ZIP File Format Specification (PKWARE), 4.4.6; ECMA-376 part 2 (core properties).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime

_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(?=</dcterms)")


def zipped(files: Mapping[str, bytes], dated: str) -> bytes:
    """*files* by name as a ZIP archive, all of them of the moment *dated* (ISO 8601)."""
    when = datetime.fromisoformat(dated)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, when.timetuple()[:6])
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(member, content)
    return buffer.getvalue()


def settled(package: bytes, dated: str) -> bytes:
    """An office file again, with *dated* wherever its writer put the present."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    stamp = datetime.fromisoformat(dated).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    if _CORE in files:
        files[_CORE] = _STAMP.sub(rb"\g<1>" + stamp, files[_CORE])
    return zipped(files, dated)
