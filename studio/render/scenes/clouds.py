"""Above the clouds: the sky, and banks of cloud that pass below."""

from studio.render.canvas import Canvas, even
from studio.render.planes import Planes
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import Sky, cloud_bank
from studio.render.sprite import Sprite

BANKS = (
    # top, part of the height, how thick (less is thicker), speed
    (0.44, 0.22, 0.1, 10),
    (0.52, 0.30, -0.2, 22),
    (0.62, 0.40, -0.5, 44),
    (0.76, 0.44, -0.6, 84),
)


class Clouds(Scene):
    """A flight over a sea of clouds."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=0.62, sun_x=0.58)
        self.floor = self._bank(0.5, -2.0, 9, scaled(mix(light.cloud, light.horizon, 0.6), 0.96))
        self.banks = [
            self._bank(part, density, number, mix(light.horizon, light.cloud, 0.3 + 0.22 * number))
            for number, (_, part, density, _) in enumerate(BANKS)
        ]

    def _bank(self, part: float, density: float, number: int, rgb: tuple[int, int, int]) -> Sprite:
        size = (even(self.canvas.width * 1.5), even(self.canvas.height * part))
        return cloud_bank(size, self.seed + 140 + number, rgb, density=density, opacity=0.97)

    def frame(self, t: float) -> Planes:
        """The sky, and the banks from far to near."""
        picture = self.sky.draw(t)
        self.sky.draw_birds(picture, t)
        unit, height = self.canvas.unit, self.canvas.height
        self.floor.scroll(picture, t * 6 * unit, height * 0.53)
        for number, (bank, (top, _, _, speed)) in enumerate(zip(self.banks, BANKS, strict=True)):
            bank.scroll(picture, t * speed * unit + number * 700 * unit, height * top)
        return picture
