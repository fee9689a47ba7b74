"""Captions on a plain backdrop: nothing else is there to be seen, so that they are the slide and may be as large."""

from collections.abc import Sequence
from dataclasses import replace

from studio.render.film import Caption, Shot, ShotKind

PLAIN_SCENE = "plain"
ENLARGED = 1.35


def with_slides(captions: Sequence[Caption], layers: Sequence[Sequence[Shot]]) -> tuple[Caption, ...]:
    """The texts of a film, those captions larger that stand alone on plain backdrops."""
    shots = [shot for layer in layers for shot in layer]
    if not any(_is_plain(shot) for shot in shots):
        return tuple(captions)
    return tuple(
        replace(caption, size=caption.size * ENLARGED) if _is_slide(caption, captions, shots) else caption
        for caption in captions
    )


def _is_slide(caption: Caption, captions: Sequence[Caption], shots: Sequence[Shot]) -> bool:
    if caption.role != "caption" or any(_meet(caption, other) for other in captions if other is not caption):
        return False
    seen = [shot for shot in shots if _meet(caption, shot)]
    return bool(seen) and all(_is_plain(shot) for shot in seen)


def _is_plain(shot: Shot) -> bool:
    return shot.kind is ShotKind.SCENE and shot.scene == PLAIN_SCENE


def _meet(one: Caption, other: Caption | Shot) -> bool:
    return one.start < other.end and other.start < one.end
