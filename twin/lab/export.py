"""Export: a recorded run in another tool's format, whole or a stretch of it.

``twin export RUN_DIR --format F --out PATH [--from T --to T]`` reads the folder that ``twin run --out`` wrote; nothing
is simulated again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.core.units import Us, parse_duration
from twin.lab.asked import faults_of
from twin.lab.exporters import EXPORTERS
from twin.lab.output import check_export_folder, whole_folder
from twin.lab.recording import Recording

_REMEDY = 'write h:min ("00:25"), 90s, 4 min or 1.5h, counted from the story\'s start'


@dataclass(frozen=True)
class Exported:
    """What was written: files under *folder*, with their sizes in bytes; and what was left out, by count."""

    folder: Path
    files: tuple[tuple[str, int], ...]
    left_out: tuple[tuple[str, int], ...] = ()


def export(folder: Path, kind: str, out: Path, from_text: str | None = None, to_text: str | None = None) -> Exported:
    """Write the run in *folder* as *kind* to *out* (new, empty or an earlier export); raises ``BadInput``."""
    faults: list[Fault] = []
    if kind not in EXPORTERS.entries:
        faults.append(
            Fault(Place("--format"), "unknown-kind", f'"{kind}" is no format.', remedy_for(kind, EXPORTERS.entries))
        )
    from_us, to_us = _time("--from", from_text, faults), _time("--to", to_text, faults)
    if from_us is not None and to_us is not None and to_us <= from_us:
        problem = f"{to_text} is not after --from {from_text}."
        faults.append(Fault(Place("--to"), "out-of-range", problem, "name a later time"))
    faults += faults_of(lambda: check_export_folder(out), lambda: Recording.read(folder))
    if faults:
        raise BadInput(faults)
    recording = Recording.read(folder)
    cut = recording.between(from_us or recording.from_us, recording.to_us if to_us is None else to_us)
    with whole_folder(out) as staging:
        exporter = EXPORTERS[kind]()
        written = [path.relative_to(staging) for path in exporter.write(cut, staging)]
    files = tuple((path.as_posix(), (out / path).stat().st_size) for path in written)
    return Exported(out, files, tuple(exporter.left_out(cut).items()))


def _time(option: str, text: str | None, faults: list[Fault]) -> Us | None:
    if text is None:
        return None
    try:
        return parse_duration(text)
    except ValueError:
        faults.append(Fault(Place(option), "bad-value", f'"{text}" is no time.', _REMEDY))
        return None
