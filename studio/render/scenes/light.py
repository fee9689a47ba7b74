"""The light of each mood: colours of sky, sun, clouds, ground."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from studio.render.planes import Rgb

Stops = tuple[tuple[float, Rgb], ...]
"""Colours down the sky: 0 is the top, 1 the horizon."""


@dataclass(frozen=True, slots=True)
class Light:
    """A mood as colours. `sun_path` is where the sun (or moon) stands at start and end, as parts of the sky's height."""

    name: str
    sky: Stops
    sky_later: Stops
    sun: Rgb
    sun_path: tuple[float, float]
    sun_radius: float
    glow: float
    cloud: Rgb
    cloud_opacity: float
    far: Rgb
    near: Rgb
    lit: Rgb
    lit_windows: float
    deep: Rgb
    stars: bool = False
    birds: bool = True

    @property
    def horizon(self) -> Rgb:
        """The colour where the sky ends."""
        return self.sky[-1][1]

    def between(self, amount: float) -> Rgb:
        """The colour of a layer: 0 is the farthest, 1 the nearest."""
        return mix(self.far, self.near, amount)


def mix(first: Rgb, second: Rgb, amount: float) -> Rgb:
    """The colour `amount` of the way from first to second."""
    red, green, blue = (round(a + (b - a) * amount) for a, b in zip(first, second, strict=True))
    return (red, green, blue)


def scaled(rgb: Rgb, factor: float) -> Rgb:
    """The colour made brighter or darker."""
    red, green, blue = (min(255, max(0, round(value * factor))) for value in rgb)
    return (red, green, blue)


SUNSET = Light(
    name="sunset",
    sky=((0, (46, 52, 110)), (0.45, (168, 84, 128)), (0.75, (246, 140, 92)), (1, (255, 206, 128))),
    sky_later=((0, (20, 22, 64)), (0.45, (92, 44, 110)), (0.75, (214, 88, 92)), (1, (255, 150, 90))),
    sun=(255, 236, 190),
    sun_path=(0.42, 0.82),
    sun_radius=0.05,
    glow=1.0,
    cloud=(255, 150, 130),
    cloud_opacity=0.8,
    far=(140, 84, 120),
    near=(24, 18, 42),
    lit=(255, 214, 140),
    lit_windows=0.16,
    deep=(30, 22, 66),
)

SUNRISE = Light(
    name="sunrise",
    sky=((0, (40, 58, 116)), (0.5, (158, 122, 168)), (0.8, (252, 176, 140)), (1, (255, 226, 170))),
    sky_later=((0, (84, 140, 214)), (0.5, (170, 196, 226)), (0.8, (255, 214, 170)), (1, (255, 240, 200))),
    sun=(255, 246, 214),
    sun_path=(0.84, 0.46),
    sun_radius=0.048,
    glow=0.95,
    cloud=(255, 202, 184),
    cloud_opacity=0.75,
    far=(164, 142, 172),
    near=(46, 44, 74),
    lit=(255, 220, 160),
    lit_windows=0.07,
    deep=(40, 64, 104),
)

DAY = Light(
    name="day",
    sky=((0, (52, 120, 206)), (0.6, (126, 184, 238)), (1, (214, 234, 248))),
    sky_later=((0, (58, 130, 216)), (0.6, (136, 192, 240)), (1, (222, 239, 250))),
    sun=(255, 255, 240),
    sun_path=(0.22, 0.26),
    sun_radius=0.04,
    glow=0.4,
    cloud=(255, 255, 255),
    cloud_opacity=0.85,
    far=(158, 184, 210),
    near=(52, 72, 98),
    lit=(214, 232, 246),
    lit_windows=0.3,
    deep=(10, 62, 110),
)

NIGHT = Light(
    name="night",
    sky=((0, (6, 8, 26)), (0.6, (18, 25, 66)), (1, (58, 60, 112))),
    sky_later=((0, (4, 6, 20)), (0.6, (14, 19, 56)), (1, (48, 48, 98))),
    sun=(236, 240, 255),
    sun_path=(0.27, 0.2),
    sun_radius=0.034,
    glow=0.38,
    cloud=(74, 80, 126),
    cloud_opacity=0.45,
    far=(40, 44, 88),
    near=(8, 9, 24),
    lit=(255, 214, 130),
    lit_windows=0.3,
    deep=(4, 10, 34),
    stars=True,
    birds=False,
)


def tinted(light: Light, rgb: Rgb) -> Light:
    """The light with its sky, clouds and glow in a colour."""

    def dyed(stops: Stops) -> Stops:
        return tuple((place, mix(old, scaled(rgb, 0.35 + 0.65 * sum(old) / 600), 0.72)) for place, old in stops)

    return replace(
        light,
        sky=dyed(light.sky),
        sky_later=dyed(light.sky_later),
        cloud=mix(light.cloud, rgb, 0.5),
        far=mix(light.far, rgb, 0.35),
        deep=mix(light.deep, scaled(rgb, 0.4), 0.4),
    )


LIGHTS: Mapping[str, Light] = MappingProxyType({light.name: light for light in (SUNSET, SUNRISE, DAY, NIGHT)})
