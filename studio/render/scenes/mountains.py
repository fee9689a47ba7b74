"""Mountain ranges, one behind the other, with mist in the valleys and snow on the high ones."""

from studio.render.canvas import Canvas, even
from studio.render.planes import Planes
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import Sky, cloud_bank
from studio.render.scenes.terrain import Ground, peaks, terrain
from studio.render.sprite import Sprite

HORIZON = 0.66
RANGES = (
    # depth, top, part of the height, roughness of the crest, speed, relief, snow
    (0.05, 0.30, 0.52, 1.5, 4, 0.75, 0.16),
    (0.34, 0.43, 0.44, 1.45, 8, 0.6, 0.07),
    (0.68, 0.60, 0.34, 1.4, 15, 0.35, 0.0),
    (1.0, 0.76, 0.26, 1.3, 26, 0.2, 0.0),
)


class Mountains(Scene):
    """A slow flight along the ranges."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=HORIZON, sun_x=0.64)
        self.ranges = [self._range(number) for number in range(len(RANGES))]
        width, height = even(canvas.width * 1.5), even(canvas.height * 0.2)
        haze = mix(light.horizon, light.cloud, 0.4)
        self.mist = cloud_bank((width, height), seed + 9, haze, density=0.1, opacity=0.42)

    def _range(self, number: int) -> tuple[Sprite, float, float]:
        """The layer, its top (pixels) and its speed (pixels a second)."""
        depth, top, part, roughness, speed, relief, snow = RANGES[number]
        canvas, light = self.canvas, self.light
        size = (even(canvas.width * 1.35), even(canvas.height * part))
        crest = peaks(size[0], self.seed + 31 + 7 * number, roughness)
        line = (1 - crest) * size[1] * 0.62 + 2
        rgb = light.between(depth)
        ground = Ground(
            crest=rgb,
            foot=mix(rgb, light.horizon, 0.55 * (1 - depth)),
            relief=relief,
            snow=snow,
            snow_rgb=mix(scaled(light.sun, 0.98), rgb, 0.3 if light.glow > 0.39 else 0.6),
            fold=70 * canvas.unit,
        )
        return terrain(size, line, ground, self.seed + 41 + number), canvas.height * top, speed * canvas.unit

    def frame(self, t: float) -> Planes:
        """From the sky to the nearest range."""
        picture = self.sky.draw(t)
        self.sky.draw_birds(picture, t)
        for number, (layer, top, speed) in enumerate(self.ranges):
            layer.scroll(picture, t * speed, top)
            if number < len(self.ranges) - 1:
                drift = t * (speed * 1.5 + 9 * self.canvas.unit) + number * 700 * self.canvas.unit
                self.mist.scroll(picture, drift, top + layer.height * 0.5)
        return picture
