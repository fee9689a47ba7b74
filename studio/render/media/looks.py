"""Looks: the colours of a picture changed by tables, one a plane."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from studio.render.planes import Planes

Table = list[int]
Curve = Callable[[float], float]


def _table(curve: Curve, low: int = 16, high: int = 240) -> Table:
    return [min(high, max(low, round(curve(value)))) for value in range(256)]


def _luma(curve: Curve) -> Table:
    """A curve over brightness 0..1."""
    return _table(lambda value: 16 + 219 * curve(min(1.0, max(0.0, (value - 16) / 219))), high=235)


def _tint(gain: float = 1.0, shift: float = 0.0) -> Table:
    return _table(lambda value: 128 + (value - 128) * gain + shift)


def _contrast(amount: float) -> Curve:
    return lambda x: x + amount * (x * x * (3 - 2 * x) - x)


TABLES: Mapping[str, tuple[Table, Table, Table]] = MappingProxyType(
    {
        "bw": (_luma(_contrast(0.35)), _tint(0), _tint(0)),
        "sepia": (_luma(_contrast(0.2)), _tint(0.12, -14), _tint(0.12, 11)),
        "warm": (_luma(lambda x: x**0.97), _tint(1.0, -9), _tint(1.05, 7)),
        "cool": (_luma(lambda x: x), _tint(1.05, 9), _tint(0.95, -7)),
        "vivid": (_luma(_contrast(0.3)), _tint(1.35), _tint(1.35)),
        "dark": (_luma(lambda x: 0.78 * x**1.25), _tint(0.9), _tint(0.9)),
        "bright": (_luma(lambda x: x**0.75), _tint(1.08), _tint(1.08)),
    }
)


def apply_look(look: str, picture: Planes) -> Planes:
    """The picture in a look; an unknown look changes nothing."""
    tables = TABLES.get(look)
    if tables is None:
        return picture
    y, u, v = (plane.point(table) for plane, table in zip(picture.images, tables, strict=True))
    return Planes(y, u, v, picture.mask)
