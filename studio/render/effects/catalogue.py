"""The effects by their words, and a scene with effects over it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from studio.render.canvas import Canvas
from studio.render.effects.drifting import MANNERS, Drifting
from studio.render.effects.effect import Effect
from studio.render.effects.lights import Aurora, Fireworks, Sparkles
from studio.render.effects.weather import Fog, Lightning, Rainbow, Rainfall, Snowfall
from studio.render.planes import Planes, Rgb
from studio.render.scenes.light import DAY, LIGHTS, Light
from studio.render.scenes.scene import Scene

Maker = Callable[[Canvas, Light, int, tuple[Rgb, ...]], Effect]
MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        **{word: partial(Drifting, manner=manner) for word, manner in MANNERS.items()},
        "rain": Rainfall,
        "snow": Snowfall,
        "fog": Fog,
        "lightning": Lightning,
        "rainbow": Rainbow,
        "fireworks": Fireworks,
        "aurora": Aurora,
        "sparkles": Sparkles,
    }
)


class Dressed:
    """A scene with effects over it, in the order in which they are named."""

    def __init__(self, scene: Scene, effects: Sequence[Effect]) -> None:
        self._scene, self._effects = scene, effects

    def frame(self, t: float) -> Planes:
        """The scene `t` seconds after its start, and what is over it."""
        picture = self._scene.frame(t)
        for effect in self._effects:
            effect.draw(picture, t)
        return picture

    def close(self) -> None:
        """Close the scene."""
        self._scene.close()


def dressed(scene: Scene, words: Sequence[str], mood: str, seed: int, colours: tuple[Rgb, ...] = ()) -> Scene | Dressed:
    """The scene with the effects that a draft names; unknown words add nothing."""
    light = LIGHTS.get(mood, DAY)
    effects = [MAKERS[word](scene.canvas, light, seed, colours) for word in words if word in MAKERS]
    return Dressed(scene, effects) if effects else scene
