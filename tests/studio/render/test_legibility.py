"""Texts that can be read on every picture and every screen, measured from the pixels."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from studio.render.canvas import Canvas
from studio.render.film import Caption
from studio.render.planes import Pixels, Rgb, pixels_of, solid
from studio.render.text.overlay import Overlay

Flags = NDArray[np.bool_]
WHITE, GREY, BLACK = (255, 255, 255), (128, 128, 128), (0, 0, 0)
LEGIBLE = 4.5  # WCAG 2.2, success criterion 1.4.3


def shown(caption: Caption, canvas: Canvas, ground: Rgb = BLACK) -> Pixels:
    """The luma of a frame in the middle of a text's time."""
    picture = solid(canvas.size, ground)
    Overlay(caption, canvas).draw(picture, (caption.start + caption.end) // 2)
    return pixels_of(picture.y)


def light(luma: float) -> float:
    """The relative luminance of a grey of this luma (16-235)."""
    share = min(1.0, max(0.0, (luma - 16) / 219))
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def ratio(one: float, other: float) -> float:
    return (max(light(one), light(other)) + 0.05) / (min(light(one), light(other)) + 0.05)


def around(letters: Flags, reach: int) -> Flags:
    """The pixels at most `reach` beside the letters that belong to none of them."""
    near = Image.fromarray(letters).convert("L").filter(ImageFilter.MaxFilter(2 * reach + 1))
    return (pixels_of(near) > 0) & ~letters


@pytest.mark.parametrize("role", ["caption", "title"])
@pytest.mark.parametrize("ground", [WHITE, GREY, BLACK])
@pytest.mark.parametrize("text", ["Fresh powder", "全场八折优惠", "שלום עולם"])
def test_white_letters_stand_out_on_white_grey_and_black(role: str, ground: Rgb, text: str) -> None:
    canvas = Canvas(1280, 720)
    bare = Caption(0, 60, text, role=role, place="bottom")
    letters = shown(bare, canvas) > 225
    rim = around(letters, 3) & ~around(letters, 1)  # between them and it lies the soft edge
    seen = shown(bare, canvas, ground)
    assert letters.sum() > 500
    assert ratio(float(np.median(seen[letters])), float(np.median(seen[rim]))) > LEGIBLE
