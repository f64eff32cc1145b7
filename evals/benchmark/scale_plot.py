"""What several sizes measured in; a picture of how it grows out, as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any
from xml.sax.saxutils import escape

from evals.benchmark.scale import PEER

Series = Mapping[str, Sequence[tuple[float, float]]]

_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP, _LEGEND = 300, 220, 56, 40, 70, 22
_COLOURS = ("#1f6feb", "#2da44e", "#bf8700", "#8250df", "#cf222e", "#57606a")


@dataclass(frozen=True, slots=True)
class Panel:
    """One diagram with logarithmic axes; ``bar`` is the value that must not be passed."""

    title: str
    series: Series
    bar: float | None = None


def scale_plot(payloads: Sequence[Mapping[str, Any]]) -> str:
    """Return latency, opening time and memory by number of passages as one SVG picture."""
    times: dict[str, list[tuple[float, float]]] = {}
    for one in payloads:
        for kind, own in one["questions"].items():
            times.setdefault(kind, []).append((one["passages"], own["ms_p95"]))
        if one[PEER]:
            times.setdefault(PEER, []).append((one["passages"], one[PEER]["ms_p95"]))
    opened = [(one["passages"], one["open_seconds"] + one["first_answer_seconds"]) for one in payloads]
    memory = [(one["passages"], one["memory_mb"]) for one in payloads if one["memory_mb"] is not None]
    panels = [
        Panel("query p95, ms", times, 50),
        Panel("open and first answer, s", {"ours": opened}, 2),
        Panel("resident memory, MB", {"ours": memory}),
    ]
    width = len(panels) * (_WIDTH + _GAP) + 30
    height = _TOP + _HEIGHT + 50 + _LEGEND * max(len(panel.series) for panel in panels)
    drawn = "".join(_draw(panel, _LEFT + number * (_WIDTH + _GAP)) for number, panel in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12"><rect width="{width}" height="{height}" fill="#fff"/>{drawn}</svg>\n'
    )


def _draw(panel: Panel, left: float) -> str:
    points = [point for own in panel.series.values() for point in own]
    if not points:
        return _text(left, _TOP - 14, f"{panel.title}: not measured here")
    xs = _range([x for x, _ in points])
    ys = _range([y for _, y in points] + ([panel.bar] if panel.bar else []))

    def place(x: float, y: float) -> tuple[float, float]:
        across, up = ((log10(max(v, 1e-9)) - low) / (high - low) for v, (low, high) in ((x, xs), (y, ys)))
        return left + across * _WIDTH, _TOP + (1 - up) * _HEIGHT

    parts = [_text(left, _TOP - 14, panel.title, weight="bold")]
    for power in range(xs[0], xs[1] + 1):
        x, _ = place(10**power, 10 ** ys[0])
        parts.append(_line((x, _TOP), (x, _TOP + _HEIGHT), "#d0d7de"))
        parts.append(_text(x, _TOP + _HEIGHT + 16, f"{10**power:,}", anchor="middle"))
    for power in range(ys[0], ys[1] + 1):
        _, y = place(10 ** xs[0], 10**power)
        parts.append(_line((left, y), (left + _WIDTH, y), "#d0d7de"))
        parts.append(_text(left - 6, y + 4, f"{10.0**power:g}", anchor="end"))
    if panel.bar:
        _, y = place(10 ** xs[0], panel.bar)
        parts.append(_line((left, y), (left + _WIDTH, y), "#cf222e", dashed=True))
        parts.append(_text(left + _WIDTH - 2, y - 4, f"{panel.bar:g}", anchor="end", colour="#cf222e"))
    for number, (name, own) in enumerate(panel.series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = [place(x, y) for x, y in own]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed]
        parts.append(_text(left, _TOP + _HEIGHT + 42 + number * _LEGEND, f"● {name}", colour=colour))
    return "".join(parts)


def _range(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around positive values, at least one apart."""
    low = floor(log10(max(min(values), 1e-9)))
    return low, max(low + 1, ceil(log10(max(values))))


def _line(start: tuple[float, float], end: tuple[float, float], colour: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{dash}/>'


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal", colour: str = "#24292f"
) -> str:
    style = f'text-anchor="{anchor}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(words)}</text>'
