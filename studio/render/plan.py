"""From a draft to a film: sizes, whole frames, transitions, which sound plays when."""

import zlib
from collections.abc import Collection
from fractions import Fraction

from studio.draft import Draft, Segment, TrackType
from studio.errors import DraftUnreadable, RenderError
from studio.render.canvas import Canvas, even
from studio.render.film import Caption, Film, Framing, Shot, ShotKind, Sound
from studio.render.slides import with_slides
from studio.render.vocabulary import DRIFTS, FLIPS, PLACES
from studio.render.wishes import Meta, flag, inner, number, numbers, rgb, rgbs, word, words

MAX_FILM_MS = 30 * 60 * 1000
MAX_SEGMENTS = 2000
MAX_SIDE = 1920
MAX_ZOOM = 8.0
SMALLEST_BOX = 0.02
CUT_FADE = 0.015
MOST_EFFECTS, MOST_COLOURS = 4, 4


def plan_film(draft: Draft, media: Collection[str], scale: float = 1.0) -> Film:
    """Settle everything. `media` are the ids there are; raises DraftUnreadable, and RenderError for a missing one."""
    _check(draft)
    canvas = _canvas(draft, scale)
    frames = canvas.frames(draft.duration)
    if frames < 1:
        raise DraftUnreadable("There is nothing on the timeline to export yet.")
    layers = tuple(_layer(track.segments, canvas, frames) for track in draft.of_type(TrackType.VIDEO))
    film = Film(
        canvas=canvas,
        frames=frames,
        layers=tuple(layer for layer in layers if layer),
        captions=with_slides(_captions(draft, canvas, frames), layers),
        sounds=_sounds(draft, layers, canvas, frames),
        fade_in=canvas.frames(round(number(draft.meta, "fade_in", 0, 0, 10_000))),
        fade_out=canvas.frames(round(number(draft.meta, "fade_out", 0, 0, 10_000))),
    )
    missing = sorted(film.media - set(media))
    if missing:
        raise RenderError(f"The timeline uses a file that is not there any more: {missing[0]:.80}")
    return film


def _check(draft: Draft) -> None:
    if draft.duration > MAX_FILM_MS:
        raise DraftUnreadable(f"The timeline is too long to export: the limit is {MAX_FILM_MS // 60_000} minutes.")
    if sum(len(track.segments) for track in draft.tracks) > MAX_SEGMENTS:
        raise DraftUnreadable(f"The timeline has too many segments: the limit is {MAX_SEGMENTS}.")


def _canvas(draft: Draft, scale: float) -> Canvas:
    width = number(draft.meta, "width", 1920, 16, 7680)
    height = number(draft.meta, "height", 1080, 16, 7680)
    shrink = min(1.0, MAX_SIDE / max(width, height)) * scale
    fps = Fraction(number(draft.meta, "fps", 30, 1, 60)).limit_denominator(1001)
    return Canvas(even(width * shrink, 16), even(height * shrink, 16), fps)


def _seed(segment: Segment) -> int:
    given = number(segment.meta, "seed", -1, -1, 2**31)
    return int(given) if given >= 0 else zlib.crc32(segment.id.encode()) % 10_000


def _layer(segments: tuple[Segment, ...], canvas: Canvas, frames: int) -> tuple[Shot, ...]:
    ordered = sorted(
        (segment for segment in segments if canvas.frames(segment.end) > canvas.frames(segment.start)),
        key=lambda s: s.start,
    )
    shots: list[Shot] = []
    for number_, segment in enumerate(ordered):
        following = ordered[number_ + 1] if number_ + 1 < len(ordered) else None
        if canvas.frames(segment.start) < frames:
            shots.append(_shot(segment, following, canvas, number_))
    return tuple(shots)


def _entry(segment: Segment, canvas: Canvas) -> tuple[str, int]:
    """The transition into a segment and its length in frames."""
    wish = inner(segment.meta, "transition")
    length = canvas.frames(round(number(wish, "d", 0, 0, segment.duration)))
    return (word(wish, "kind", "fade", 40), length) if length else ("", 0)


def _shot(segment: Segment, following: Segment | None, canvas: Canvas, order: int) -> Shot:
    meta = segment.meta
    start, end = canvas.frames(segment.start), canvas.frames(segment.end)
    until = end
    if following and canvas.frames(following.start) <= end:
        until = max(end, canvas.frames(following.start) + _entry(following, canvas)[1])
    media = word(meta, "media", limit=200)
    kind = ShotKind.SCENE if not media or word(meta, "source") == "scene" else ShotKind.MEDIA
    transition, entry = _entry(segment, canvas)
    return Shot(
        start=start,
        end=end,
        until=until,
        kind=kind,
        scene=word(meta, "scene", "abstract", 40),
        mood=word(meta, "mood", "day", 40),
        over=words(meta, "over", MOST_EFFECTS),
        colours=rgbs(meta, "colors", MOST_COLOURS),
        seed=_seed(segment),
        media=media if kind is ShotKind.MEDIA else "",
        begin=number(meta, "in", 0, 0, 86_400_000) / 1000,
        speed=number(meta, "speed", 1.0, 0.1, 16.0),
        reverse=flag(meta, "reverse"),
        still=flag(meta, "still"),
        span=number(meta, "span", 0, 0, 86_400_000) / 1000,
        fit=word(meta, "fit", limit=20),
        framing=_framing(meta),
        look=word(meta, "look", limit=20),
        motion=int(number(meta, "motion", order, 0, 1_000_000)) % 4,
        transition=transition,
        entry=entry,
    )


def _framing(meta: Meta) -> Framing:
    turn, flip, drift = round(number(meta, "turn", 0, -3600, 3600)) % 360, word(meta, "flip"), word(meta, "drift")
    across, down = numbers(meta, "focus", (0.5, 0.5), 0, 1)
    box = numbers(meta, "box", (0, 0, 0, 0), 0, 1)
    left, top, width, height = box[0], box[1], min(box[2], 1 - box[0]), min(box[3], 1 - box[1])
    return Framing(
        turn=turn if turn in (90, 180, 270) else 0,
        flip=flip if flip in FLIPS else "",
        zoom=number(meta, "zoom", 1.0, 1.0, MAX_ZOOM),
        focus=(across, down),
        drift=drift if drift in DRIFTS else "",
        opacity=number(meta, "opacity", 1.0, 0.0, 1.0),
        box=(left, top, width, height) if min(width, height) >= SMALLEST_BOX and width * height < 1 else None,
    )


def _captions(draft: Draft, canvas: Canvas, frames: int) -> tuple[Caption, ...]:
    segments = (segment for track in draft.of_type(TrackType.TEXT) for segment in track.segments)
    found = (_caption(segment, canvas) for segment in segments)
    return tuple(
        caption for caption in found if caption.start < min(caption.end, frames) and (caption.text or caption.sub)
    )


def _caption(segment: Segment, canvas: Canvas) -> Caption:
    meta = segment.meta
    role = "caption" if word(meta, "role") == "caption" else "title"
    usual = "bottom" if role == "caption" else "center"
    place = word(meta, "place", usual)
    return Caption(
        start=canvas.frames(segment.start),
        end=canvas.frames(segment.end),
        text=word(meta, "text", limit=400).strip(),
        sub=word(meta, "sub", limit=400).strip(),
        place=place if place in PLACES else usual,
        role=role,
        rgb=rgb(meta, "color"),
        size=number(meta, "size", 1.0, 0.25, 4.0),
    )


def _sounds(draft: Draft, layers: tuple[tuple[Shot, ...], ...], canvas: Canvas, frames: int) -> tuple[Sound, ...]:
    film = float(frames / canvas.fps)
    own: list[Sound] = []
    for track, layer in zip(draft.of_type(TrackType.VIDEO), layers, strict=True):
        volumes = {
            canvas.frames(segment.start): number(segment.meta, "volume", 1.0, 0, 2) for segment in track.segments
        }
        own += _footage_sounds(layer, volumes, canvas)
    segments = [segment for track in draft.of_type(TrackType.AUDIO) for segment in track.segments]
    return tuple(
        sound
        for sound in own + [_sound(segment) for segment in segments]
        if sound.volume > 0 and 0 <= sound.start < film and sound.seconds > 0
    )


def _footage_sounds(layer: tuple[Shot, ...], volumes: dict[int, float], canvas: Canvas) -> list[Sound]:
    sounds = []
    for order, shot in enumerate(layer):
        if shot.kind is not ShotKind.MEDIA or shot.still:
            continue
        following = layer[order + 1] if order + 1 < len(layer) else None
        overlap = max(0, shot.end - following.start) if following else 0
        end = shot.end if not following or following.entry else min(shot.end, following.start)
        sounds.append(
            Sound(
                start=float(shot.start / canvas.fps),
                seconds=float((end - shot.start) / canvas.fps),
                media=shot.media,
                begin=shot.begin,
                speed=shot.speed,
                reverse=shot.reverse,
                volume=volumes.get(shot.start, 1.0),
                fade_in=max(CUT_FADE, float(shot.entry / canvas.fps)),
                fade_out=max(CUT_FADE, float(overlap / canvas.fps)),
                voice=True,
            )
        )
    return sounds


def _sound(segment: Segment) -> Sound:
    meta = segment.meta
    seconds = segment.duration / 1000
    media = word(meta, "media", limit=200)
    return Sound(
        start=segment.start / 1000,
        seconds=seconds,
        media=media,
        style="" if media else word(meta, "style", "lofi", 40),
        begin=number(meta, "in", 0, 0, 86_400_000) / 1000,
        speed=number(meta, "speed", 1.0, 0.25, 4.0),
        volume=number(meta, "volume", 1.0, 0, 2),
        fade_in=number(meta, "fade_in", 0, 0, segment.duration) / 1000,
        fade_out=number(meta, "fade_out", 0, 0, segment.duration) / 1000,
        duck=flag(meta, "duck"),
        loop=bool(media),
        span=number(meta, "span", 0, 0, 86_400_000) / 1000,
        seed=_seed(segment),
    )
