"""Letters drawn so that they can be read on any picture: with a rim of the opposite lightness and a soft shadow of it."""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from studio.render.canvas import even
from studio.render.planes import Rgb
from studio.render.sprite import Sprite
from studio.render.text.bidi import visual
from studio.render.text.fonts import Font

DARK: Rgb = (6, 6, 14)
LIGHT: Rgb = (246, 246, 250)
RIM_BLUR, SHADOW_BLUR = 0.35, 0.13
SHADOW_STRENGTH = 0.86


@dataclass(frozen=True, slots=True)
class Line:
    """One line to draw, in pixels: its baseline below the text's top, how bold its stroke is, how wide the rim around it.

    `strength` is how much of the picture behind it the rim hides, 0-1.
    """

    text: str
    font: Font
    baseline: int
    stroke: float
    rim: float
    strength: float


@dataclass(frozen=True, slots=True)
class Lettering:
    """A drawn text; the rim and shadow reach `margin` pixels beyond the lines on every side."""

    sprite: Sprite
    margin: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the lines alone."""
        return (self.sprite.width - 2 * self.margin, self.sprite.height - 2 * self.margin)


def luminance(rgb: Rgb) -> float:
    """How light a colour is, 0-1 (WCAG 2, relative luminance)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in rgb)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, 1-21 (WCAG 2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def backing(rgb: Rgb) -> Rgb:
    """The colour around letters of a colour: dark, but light where the letters themselves are dark."""
    return max((DARK, LIGHT), key=lambda tone: contrast(rgb, tone))


def ink(lines: list[Line], size: tuple[int, int], em: int, rgb: Rgb, *, left: bool) -> Lettering:
    """Draw lines into a box of `size`, centred or from its left; `em` is the size of the largest letters."""
    margin = even(em * 0.42)
    whole = (even(size[0]) + 2 * margin, even(size[1]) + 2 * margin)
    letters, rim = (_mask(lines, whole, margin, left=left, rimmed=rimmed) for rimmed in (False, True))
    shadow = rim.filter(ImageFilter.GaussianBlur(max(1.0, em * SHADOW_BLUR)))
    edge = rim.filter(ImageFilter.GaussianBlur(max(0.5, min(line.rim for line in lines) * RIM_BLUR)))
    around = ImageChops.screen(edge, shadow.point([round(value * SHADOW_STRENGTH) for value in range(256)]))
    picture = Image.composite(Image.new("RGB", whole, rgb), Image.new("RGB", whole, backing(rgb)), letters)
    picture.putalpha(ImageChops.screen(letters, around))
    return Lettering(Sprite(picture), margin)


def _mask(lines: list[Line], size: tuple[int, int], margin: int, *, left: bool, rimmed: bool) -> Image.Image:
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    across, anchor = (margin, "ls") if left else (size[0] / 2, "ms")
    for line in lines:
        wide, fill = (line.stroke + line.rim, round(line.strength * 255)) if rimmed else (line.stroke, 255)
        place = (across, margin + line.baseline)
        pen.text(place, visual(line.text), fill, line.font, anchor, stroke_width=wide, stroke_fill=fill)
    return mask
