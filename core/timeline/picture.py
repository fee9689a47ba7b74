"""A picture of the tracks, for those who would rather look. It brings its own ground, so it reads in light and dark chats."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from core.locales import Speech
from core.timeline.lettering import Lettering
from core.timeline.parse import Draft, Kind, Segment, Track, parse
from core.timeline.summary import percent, seconds, track_label

WIDTH: Final = 1280
_LEFT, _RIGHT, _TOP, _BOTTOM = 168, 32, 108, 28
_MOST_ROWS: Final = 24
_MOST_BARS: Final = 600  # per row; a row is not 1100 px wide
_LEAST_LABEL: Final = 16  # px: in less there is no room for a letter and its dots

_GROUND, _ROW, _LINE, _INK, _QUIET = "#171a23", "#1f2430", "#333a4b", "#f3f5fa", "#9aa4ba"
_COLOURS: Final = {
    Kind.VIDEO: ("#4f7cff", "#ffffff"),
    Kind.AUDIO: ("#1fae8c", "#06231c"),
    Kind.TEXT: ("#f0b64a", "#2b1d00"),
    Kind.OTHER: ("#8a92a6", "#11141c"),
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The measures of one picture."""

    canvas: ImageDraw.ImageDraw
    length: int  # ms shown from left to right
    row: int  # px a row takes
    say: Speech
    small: Lettering
    text: Lettering
    bold: Lettering

    def x(self, milliseconds: float) -> float:
        """Where a moment lies."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(milliseconds / self.length, 1.0)


def draw(draft: object, path: Path, say: Speech | None = None) -> tuple[int, int]:
    """Write a PNG of a draft to `path`: 1280 px wide, at most 24 rows. Returns its width and height in pixels.

    Takes some tens of milliseconds; call it in a thread.
    """
    view, say = parse(draft), say or Speech("en")
    tracks = view.filled[:_MOST_ROWS]
    row = 60 if len(tracks) <= 8 else 40
    more = len(view.filled) - len(tracks)
    height = _TOP + row * max(1, len(tracks)) + _BOTTOM + (26 if more else 0)
    image = Image.new("RGB", (WIDTH, height), _GROUND)
    length = max([1000, view.duration, *(segment.end for track in tracks for segment in track.segments)])
    sheet = _Sheet(ImageDraw.Draw(image), length, row, say, Lettering(15), Lettering(17), Lettering(22, bold=True))
    _header(sheet, view)
    _ruler(sheet, _TOP + row * max(1, len(tracks)))
    for number, track in enumerate(tracks):
        _track(sheet, track, _TOP + number * row)
    if more:
        text = say.count("… and {n} more track", "… and {n} more tracks", more)
        sheet.small.draw(sheet.canvas, (_LEFT, height - _BOTTOM - 4), text, _QUIET)
    image.save(path, "PNG", optimize=True)
    return WIDTH, height


def _header(sheet: _Sheet, view: Draft) -> None:
    number = len(view.filled)
    title = sheet.say.count("Timeline ({n} track)", "Timeline ({n} tracks)", number)
    sheet.bold.draw(sheet.canvas, (32, 38), title, _INK)
    facts = [f"{seconds(view.duration)} s"]
    if view.width and view.height:
        facts.append(f"{view.width}×{view.height}")
    text = "  ·  ".join(facts)
    sheet.text.draw(sheet.canvas, (WIDTH - _RIGHT - sheet.text.width(text), 38), text, _QUIET)


def _ruler(sheet: _Sheet, bottom: int) -> None:
    step = _step(sheet.length)
    at = 0.0
    while at <= sheet.length:
        x = sheet.x(at)
        sheet.canvas.line((x, _TOP - 14, x, bottom), fill=_LINE)
        label = _clock(at, step)
        sheet.small.draw(sheet.canvas, (x - sheet.small.width(label) / 2, _TOP - 28), label, _QUIET)
        at += step


def _step(length: int) -> float:
    """A round distance between ruler marks, in ms, for about ten of them."""
    rough = length / 10
    steps = (100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000)
    return next((step for step in steps if step >= rough), math.ceil(rough / 3_600_000) * 3_600_000)


def _clock(milliseconds: float, step: float) -> str:
    if step < 1000:
        return f"{milliseconds / 1000:.1f}"
    minutes, rest = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}:{rest:02d}"


def _track(sheet: _Sheet, track: Track, top: int) -> None:
    middle = top + sheet.row / 2
    sheet.canvas.rectangle((_LEFT, top + 4, WIDTH - _RIGHT, top + sheet.row - 4), fill=_ROW)
    sheet.canvas.rectangle((32, middle - 9, 37, middle + 9), fill=_COLOURS[track.kind][0])
    label = sheet.text.clipped(track_label(track, sheet.say), _LEFT - 64)
    sheet.text.draw(sheet.canvas, (48, middle), label, _INK)
    for segment, left, right in _bars(sheet, track):
        _bar(sheet, segment, (left, top + 6, right, top + sheet.row - 6))


def _bars(sheet: _Sheet, track: Track) -> Iterator[tuple[Segment, float, float]]:
    """The bars of a row from left to right; what would be thinner than two pixels joins the bar before it."""
    drawn, edge = 0, -1.0
    for segment in sorted(track.segments, key=lambda each: each.start):
        left, right = sheet.x(segment.start), max(sheet.x(segment.end), sheet.x(segment.start) + 2)
        if right <= edge + 1 or drawn >= _MOST_BARS:
            continue
        yield segment, left, min(right, WIDTH - _RIGHT)
        drawn, edge = drawn + 1, right


def _bar(sheet: _Sheet, segment: Segment, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    fill, ink = _COLOURS[segment.kind]
    gap = 1 if right - left > 6 else 0
    shape = (left + gap, top, max(right - gap, left + gap + 1), bottom)
    sheet.canvas.rounded_rectangle(shape, radius=min(6, (shape[2] - shape[0]) / 2), fill=fill, outline=_ROW)
    room = right - left - 16
    label = sheet.small.clipped(_label(segment), room) if room > _LEAST_LABEL else ""
    if len(label) > 1:
        sheet.small.draw(sheet.canvas, (left + 8, (top + bottom) / 2), label, ink)


def _label(segment: Segment) -> str:
    loud = segment.volume
    volume = "" if loud is None or percent(loud) == 100 else f" · {percent(loud)} %"
    return segment.name + volume
