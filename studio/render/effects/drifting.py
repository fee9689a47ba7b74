"""Things that fall or rise through the picture, each on its own way."""

import math
from dataclasses import dataclass

from studio.render.canvas import Canvas, even
from studio.render.effects import shapes
from studio.render.effects.effect import Effect
from studio.render.planes import Planes, Rgb
from studio.render.scenes.light import Light
from studio.render.sprite import Sprite


@dataclass(frozen=True, slots=True)
class Manner:
    """How a kind of thing drifts: how many, how large (pixels of a 1080-line picture), how fast it falls (pixels a second,
    negative: it rises), how far it sways, how quickly it tumbles (turns a second).
    """

    shape: shapes.Shape
    colours: tuple[Rgb, ...]
    count: int
    sizes: tuple[float, float]
    fall: float
    sway: float = 60
    tumble: float = 0.0


AUTUMN: tuple[Rgb, ...] = ((214, 92, 38), (232, 150, 44), (186, 54, 34), (222, 184, 70))
BLOSSOM: tuple[Rgb, ...] = ((255, 196, 214), (255, 170, 196), (255, 224, 232))
PARTY: tuple[Rgb, ...] = ((255, 90, 110), (255, 200, 60), (80, 200, 255), (130, 230, 120), (200, 120, 255))
REDS: tuple[Rgb, ...] = ((236, 64, 96), (255, 120, 150), (214, 40, 70))
MANNERS = {
    "leaves": Manner(shapes.leaf, AUTUMN, 60, (40, 96), 130, 90, 0.35),
    "petals": Manner(shapes.petal, BLOSSOM, 80, (24, 54), 90, 80, 0.4),
    "confetti": Manner(shapes.paper, PARTY, 110, (22, 46), 210, 50, 0.9),
    "hearts": Manner(shapes.heart, REDS, 26, (30, 84), -110, 46),
    "balloons": Manner(shapes.balloon, PARTY, 13, (190, 340), -120, 26),
    "bubbles": Manner(shapes.bubble, ((220, 240, 255),), 44, (12, 56), -130, 22),
    "lanterns": Manner(shapes.lantern, ((255, 168, 70), (255, 190, 100)), 24, (40, 110), -46, 30),
}
_KINDS, _TUMBLING = 3, 8


class Drifting(Effect):
    """One kind of thing in several sizes and colours; the larger ones are nearer and faster."""

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...], manner: Manner) -> None:
        super().__init__(canvas, light, seed, colours)
        self.manner = manner
        self.sprites = [self._frames(rgb, kind) for rgb in colours or manner.colours for kind in range(_KINDS)]
        spread = max(0.6, canvas.width / max(1, canvas.height) / 1.78) ** 0.5
        self.things = self.random.uniform(0, 1, size=(round(manner.count * spread), 5))

    def _frames(self, rgb: Rgb, kind: int) -> list[Sprite]:
        low, high = self.manner.sizes
        size = even((low + (high - low) * kind / (_KINDS - 1)) * self.canvas.unit, 4)
        if not self.manner.tumble:
            return [Sprite(self.manner.shape(size, rgb), phases=2)]
        return shapes.turning(self.manner.shape, size, rgb, _TUMBLING)

    def draw(self, picture: Planes, t: float) -> None:
        """Each thing where it is now; what leaves at one edge comes in at the other."""
        width, height = self.canvas.size
        unit, manner = self.canvas.unit, self.manner
        for order, (across, down, phase, pace, kind) in enumerate(self.things):
            size = order % _KINDS
            frames = self.sprites[int(kind * (len(self.sprites) // _KINDS)) * _KINDS + size]
            sprite = frames[int((t * manner.tumble * (0.6 + pace) + phase) * len(frames)) % len(frames)]
            speed = manner.fall * (0.65 + 0.35 * size + 0.3 * pace) * unit
            way = height + 2 * sprite.height
            y = (down * way + t * speed) % way - sprite.height
            x = (
                across * (width + sprite.width)
                - sprite.width
                + math.sin(t * (0.5 + pace) + phase * 6.3) * manner.sway * unit
            )
            sprite.paste(picture, x, y)
