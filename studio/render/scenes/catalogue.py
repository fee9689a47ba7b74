"""The scenes by their words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from studio.render.canvas import Canvas
from studio.render.scenes.abstract import Abstract
from studio.render.scenes.beach import Beach
from studio.render.scenes.city import City
from studio.render.scenes.desert import Desert
from studio.render.scenes.forest import Forest
from studio.render.scenes.light import DAY, LIGHTS, Light
from studio.render.scenes.mountains import Mountains
from studio.render.scenes.ocean import Ocean
from studio.render.scenes.product import Product
from studio.render.scenes.rain import Rain
from studio.render.scenes.scene import Scene
from studio.render.scenes.snow import Snow
from studio.render.scenes.space import Space

Maker = Callable[[Canvas, float, Light, int], Scene]
MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "abstract": Abstract,
        "beach": Beach,
        "city": City,
        "desert": Desert,
        "forest": Forest,
        "mountains": Mountains,
        "ocean": Ocean,
        "product": Product,
        "rain": Rain,
        "snow": Snow,
        "space": Space,
    }
)


def make_scene(scene: str, mood: str, canvas: Canvas, seconds: float, seed: int) -> Scene:
    """The scene that a draft names; unknown words give the abstract scene by day."""
    return MAKERS.get(scene, Abstract)(canvas, seconds, LIGHTS.get(mood, DAY), seed)
