"""From one picture to the next."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image

from studio.render.easing import smooth
from studio.render.planes import Planes, blend, image_of, solid

Transition = Callable[[Planes, Planes, float], Planes]
SOFT_EDGE = 1 / 6
ZOOM = 0.35


def join(kind: str, first: Planes, second: Planes, amount: float) -> Planes:
    """The picture `amount` (0..1) of the way from first to second; an unknown kind is a fade."""
    return TRANSITIONS.get(kind, _fade)(first, second, amount)


def _fade(first: Planes, second: Planes, amount: float) -> Planes:
    return blend(first, second, smooth(amount))


def _fade_black(first: Planes, second: Planes, amount: float) -> Planes:
    black = solid(first.size)
    return blend(first, black, min(1, amount * 2)) if amount < 0.5 else blend(black, second, amount * 2 - 1)


def _slide(first: Planes, second: Planes, amount: float) -> Planes:
    edge = int(first.size[0] * (1 - smooth(amount))) // 2 * 2
    result = second.copy()
    for number, (onto, old, new) in enumerate(zip(result.images, first.images, second.images, strict=True)):
        part = 1 if number == 0 else 2
        onto.paste(old, (edge // part - onto.width, 0))
        onto.paste(new, (edge // part, 0))
    return result


def _wipe(first: Planes, second: Planes, amount: float) -> Planes:
    def mask(size: tuple[int, int]) -> Image.Image:
        soft = size[0] * SOFT_EDGE
        ramp = np.clip((smooth(amount) * (size[0] + soft) - np.arange(size[0])) / soft, 0, 1)
        row = np.ascontiguousarray((ramp * 255).astype(np.uint8)[None])
        return image_of(row).resize(size, Image.Resampling.NEAREST)

    y, u, v = (Image.composite(b, a, mask(a.size)) for a, b in zip(first.images, second.images, strict=True))
    return Planes(y, u, v)


def _zoom(first: Planes, second: Planes, amount: float) -> Planes:
    eased = smooth(amount)
    away, closer = _enlarged(first, 1 + ZOOM * eased), _enlarged(second, 1 + ZOOM * (1 - eased))
    return blend(away, closer, smooth((amount - 0.2) / 0.6))


def _enlarged(picture: Planes, factor: float) -> Planes:
    def plane(image: Image.Image) -> Image.Image:
        wide, high = image.width / factor, image.height / factor
        left, top = (image.width - wide) / 2, (image.height - high) / 2
        return image.resize(image.size, Image.Resampling.BILINEAR, box=(left, top, left + wide, top + high))

    return Planes(*(plane(image) for image in picture.images))


TRANSITIONS: Mapping[str, Transition] = MappingProxyType(
    {"fade": _fade, "fadeblack": _fade_black, "slide": _slide, "wipe": _wipe, "zoom": _zoom}
)
