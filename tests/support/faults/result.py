"""One line of the table of promises."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Result:
    """What was promised for a fault, what was measured, and which points were not kept."""

    fault: str
    promise: str
    measured: dict[str, str] = field(default_factory=dict[str, str])
    broken: list[str] = field(default_factory=list[str])
    late: list[str] = field(default_factory=list[str])
    """Points of time; a test says nothing of them, for they depend on the machine."""

    def measure(self, name: str, value: float | str, unit: str = "") -> None:
        """Keeps a figure for the table."""
        shown = f"{value:.2f}" if isinstance(value, float) else str(value)
        self.measured[name] = f"{shown} {unit}".strip()

    def hold(self, point: str, kept: bool) -> None:
        """Says whether one point of the promise was kept."""
        if not kept:
            self.broken.append(point)

    def within(self, name: str, seconds: float, most: float) -> None:
        """Measures a time and says whether it is what was promised."""
        self.measure(name, seconds, "s")
        if seconds > most:
            self.late.append(f"{name} within {most:g} s")

    @property
    def kept(self) -> bool:
        return not self.broken and not self.late

    def __str__(self) -> str:
        figures = "; ".join(f"{name} {value}" for name, value in self.measured.items())
        verdict = "yes" if self.kept else "NO: " + ", ".join(self.broken + self.late)
        return f"| {self.fault} | {self.promise} | {figures} | {verdict} |"
