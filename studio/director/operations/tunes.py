"""Music in stretches: cut where it becomes louder or quieter or stops, and going on as if it had not been cut."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from studio.director.meaning import When, Which
from studio.director.metadata import merged, whole
from studio.director.operations.bench import chosen, namer
from studio.director.operations.playing import moments
from studio.director.timeline import map_track, shots_of, starts
from studio.draft import Draft, Segment, Track, TrackType

_EDGE = 400  # ms in which music goes and comes where it is cut out
Span = tuple[int, int]


def spans(draft: Draft, when: When, which: Which) -> list[Span]:
    """The stretches of the film that are meant: by the clock, by the shots seen then, else all of it; [] for no such shot."""
    total = draft.duration
    if which:
        shots, runs = shots_of(draft), list[Span]()
        begin = starts(shots)
        for index in chosen(draft, which):
            low, high = begin[index], begin[index] + shots[index].own
            runs = [*runs[:-1], (runs[-1][0], high)] if runs and runs[-1][1] == low else [*runs, (low, high)]
        return runs
    low, high = moments(when, total) if when else (0, total)
    return [(low, high)] if high > low else []


def changed(draft: Draft, stretches: Sequence[Span], change: Callable[[Segment], Segment | None]) -> Draft:
    """The draft with its music changed, or gone (None), within the stretches and as it was outside of them."""
    new_id = namer(draft, "au")

    def over(track: Track) -> Track | None:
        if track.meta.get("name") == "Voice":
            return track
        pieces = [piece for segment in track.segments for piece in _pieces(segment, stretches, new_id)]
        made = [change(piece) if _within(piece, stretches) else piece for piece in pieces]
        kept = tuple(_edged(piece, made, index) for index, piece in enumerate(made) if piece is not None)
        return replace(track, segments=kept) if kept else None

    return map_track(draft, TrackType.AUDIO, over)


def _within(piece: Segment, stretches: Sequence[Span]) -> bool:
    return any(low <= piece.start and piece.end <= high for low, high in stretches)


def _pieces(segment: Segment, stretches: Sequence[Span], new_id: Callable[[], str]) -> list[Segment]:
    edges = sorted({edge for pair in stretches for edge in pair if segment.start < edge < segment.end})
    if not edges:
        return [segment]
    known = (
        merged(segment.meta, seed=_seed(segment), span=_span(segment))
        if not segment.meta.get("media")
        else segment.meta
    )
    pieces = []
    for number, (low, high) in enumerate(zip([segment.start, *edges], [*edges, segment.end], strict=True)):
        begin = whole(segment.meta.get("in")) + low - segment.start
        meta = {**known, "in": begin} if begin else dict(known)
        meta = meta if number == 0 else {**meta, "fade_in": 0}
        meta = meta if high == segment.end else {**meta, "fade_out": 0}
        pieces.append(
            replace(segment, id=segment.id if number == 0 else new_id(), start=low, duration=high - low, meta=meta)
        )
    return pieces


def _seed(segment: Segment) -> object:
    """What makes the notes of music that is played from its style: kept, so that every piece has the same."""
    return segment.meta.get("seed", zlib.crc32(segment.id.encode()) % 10_000)


def _span(segment: Segment) -> int:
    return max(whole(segment.meta.get("span")), whole(segment.meta.get("in")) + segment.duration)


def _edged(piece: Segment, row: Sequence[Segment | None], index: int) -> Segment:
    """Music that stops or starts beside a gap does so softly."""
    edge = min(_EDGE, piece.duration // 3)
    if index + 1 < len(row) and row[index + 1] is None:
        piece = replace(piece, meta={**piece.meta, "fade_out": edge})
    if index and row[index - 1] is None:
        piece = replace(piece, meta={**piece.meta, "fade_in": edge})
    return piece
