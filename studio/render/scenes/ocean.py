"""The open sea under a wide sky."""

from studio.render.canvas import Canvas
from studio.render.planes import Planes
from studio.render.scenes.light import Light
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import Sky
from studio.render.scenes.waves import Waves

HORIZON = 0.5


class Ocean(Scene):
    """Waves to the horizon."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=HORIZON, sun_x=0.5)
        self.waves = Waves(canvas, light, seed, top=self.sky.horizon, bottom=canvas.height, sun_x=0.5)

    def frame(self, t: float) -> Planes:
        """Sky and sea."""
        picture = self.sky.draw(t)
        self.sky.draw_birds(picture, t)
        self.waves.draw(picture, t)
        return picture
