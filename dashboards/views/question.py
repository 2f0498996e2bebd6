"""What somebody asked for: the inputs of a run or a comparison, comparable, and as a command for a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from twin.lab.resources import scenario_root


@dataclass(frozen=True)
class RunQuestion:
    """The inputs of one run; ``site`` and ``hours`` are the story's own when None."""

    story: str
    posture: str
    site: str | None
    seed: int
    hours: float | None
    files: int

    def command(self) -> str:
        """The same run on the command line."""
        return f"twin run {self.story} --posture {self.posture} --seed {self.seed}{_where(self.site, self.hours)}"


@dataclass(frozen=True)
class CompareQuestion:
    """The inputs of a comparison; ``seeds`` is a count."""

    story: str
    postures: tuple[str, ...]
    site: str | None
    seeds: int
    hours: float | None
    files: int

    def command(self) -> str:
        """The same comparison on the command line."""
        names = ",".join(self.postures)
        return f"twin compare {self.story} --postures {names} --seeds {self.seeds}{_where(self.site, self.hours)}"


def files_version() -> int:
    """Changes when any scenario file does, so that an edited scenario is run again and not taken from memory."""
    return max((path.stat().st_mtime_ns for path in scenario_root().rglob("*.y*ml")), default=0)


def _where(site: str | None, hours: float | None) -> str:
    return (f" --site {site}" if site else "") + (f" --hours {hours:g}" if hours is not None else "")
