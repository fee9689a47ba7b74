"""The scenes by their words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from studio.render.canvas import Canvas
from studio.render.scenes.city import City
from studio.render.scenes.light import DAY, LIGHTS, Light
from studio.render.scenes.scene import Scene

Maker = Callable[[Canvas, float, Light, int], Scene]
MAKERS: Mapping[str, Maker] = MappingProxyType({"city": City})


def make_scene(scene: str, mood: str, canvas: Canvas, seconds: float, seed: int) -> Scene:
    """The scene that a draft names; unknown words give the abstract scene by day."""
    return MAKERS.get(scene, MAKERS["city"])(canvas, seconds, LIGHTS.get(mood, DAY), seed)
