"""The scenes by their words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from studio.render.canvas import Canvas
from studio.render.planes import Rgb
from studio.render.scenes.abstract import Abstract
from studio.render.scenes.beach import Beach
from studio.render.scenes.city import City
from studio.render.scenes.clouds import Clouds
from studio.render.scenes.desert import Desert
from studio.render.scenes.fire import Fire
from studio.render.scenes.forest import Forest
from studio.render.scenes.homes import Homes
from studio.render.scenes.light import DAY, LIGHTS, Light, tinted
from studio.render.scenes.meadow import Meadow
from studio.render.scenes.mountains import Mountains
from studio.render.scenes.ocean import Ocean
from studio.render.scenes.plain import Plain
from studio.render.scenes.product import Product
from studio.render.scenes.rain import Rain
from studio.render.scenes.scene import Scene
from studio.render.scenes.snow import Snow
from studio.render.scenes.space import Space
from studio.render.scenes.underwater import Underwater

Maker = Callable[[Canvas, float, Light, int], Scene]
Painter = Callable[[Canvas, float, Light, int, tuple[Rgb, ...]], Scene]
PAINTED: Mapping[str, Painter] = MappingProxyType(
    {"abstract": Abstract, "meadow": Meadow, "plain": Plain, "product": Product}
)
"""Scenes whose own colours may be chosen; of the others it is the sky's."""
MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "abstract": Abstract,
        "beach": Beach,
        "city": City,
        "clouds": Clouds,
        "desert": Desert,
        "fire": Fire,
        "forest": Forest,
        "homes": Homes,
        "meadow": Meadow,
        "mountains": Mountains,
        "ocean": Ocean,
        "plain": Plain,
        "product": Product,
        "rain": Rain,
        "snow": Snow,
        "space": Space,
        "underwater": Underwater,
    }
)


def make_scene(
    scene: str, mood: str, canvas: Canvas, seconds: float, seed: int, colours: tuple[Rgb, ...] = ()
) -> Scene:
    """The scene that a draft names, in the colours that it names; unknown words give the abstract scene by day."""
    light = LIGHTS.get(mood, DAY)
    if colours and (painted := PAINTED.get(scene if scene in MAKERS else "abstract")):
        return painted(canvas, seconds, light, seed, colours)
    return MAKERS.get(scene, Abstract)(canvas, seconds, tinted(light, colours[0]) if colours else light, seed)
