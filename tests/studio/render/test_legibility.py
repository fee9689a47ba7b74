"""Texts that can be read on every picture and every screen, measured from the pixels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from studio.render.canvas import Canvas
from studio.render.film import Caption
from studio.render.planes import Pixels, Rgb, colour, pixels_of, solid
from studio.render.text.overlay import Overlay
from studio.render.text.typeset import typeset

Flags = NDArray[np.bool_]
WHITE, GREY, BLACK = (255, 255, 255), (128, 128, 128), (0, 0, 0)
CANVASES = [Canvas(1280, 720), Canvas(720, 1280), Canvas(720, 720)]
LONG = "We started in a garage with two people and an idea, and today forty thousand families plan their week with it"
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
    canvas = CANVASES[0]
    bare = Caption(0, 60, text, role=role, place="bottom")
    letters = shown(bare, canvas) > 225
    rim = around(letters, 3) & ~around(letters, 1)  # between them and it lies the soft edge
    seen = shown(bare, canvas, ground)
    assert letters.sum() > 500
    assert ratio(float(np.median(seen[letters])), float(np.median(seen[rim]))) > LEGIBLE


def test_letters_asked_for_in_a_dark_colour_have_light_around_them_on_black_and_keep_their_colour() -> None:
    navy = Caption(0, 60, "Fresh powder", role="caption", rgb=(13, 43, 94))
    letters = shown(Caption(0, 60, "Fresh powder", role="caption"), CANVASES[0]) > 225
    seen = shown(navy, CANVASES[0])
    rim = around(letters, 3) & ~around(letters, 1)
    assert abs(float(np.median(seen[letters])) - colour(navy.rgb)[0]) <= 2
    assert ratio(float(np.median(seen[letters])), float(np.median(seen[rim]))) > LEGIBLE


@pytest.mark.parametrize("canvas", CANVASES)
def test_the_bar_of_a_lower_third_is_seen_on_white_and_on_black(canvas: Canvas) -> None:
    third = Caption(0, 60, "Maria Keller", place="lower-third")
    beside = slice(int(0.045 * canvas.width), int(0.066 * canvas.width))
    assert ratio(float(shown(third, canvas)[:, beside].max()), 16) > LEGIBLE
    assert ratio(float(shown(third, canvas, WHITE)[:, beside].min()), 235) > LEGIBLE


def extent(luma: Pixels, level: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is brighter than a level."""
    rows, columns = np.flatnonzero((luma > level).any(1)), np.flatnonzero((luma > level).any(0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@pytest.mark.parametrize("canvas", CANVASES)
def test_a_caption_is_as_large_as_a_phone_needs(canvas: Canvas) -> None:
    _, top, _, bottom = extent(shown(Caption(0, 60, "Hg", role="caption"), canvas), 120)
    assert 0.045 <= (bottom - top) / 720 <= 0.057


@pytest.mark.parametrize("canvas", CANVASES)
def test_a_long_caption_takes_more_lines_rather_than_smaller_letters(canvas: Canvas) -> None:
    short = typeset(Caption(0, 60, "Hg", role="caption"), canvas)
    long = typeset(Caption(0, 60, LONG, role="caption"), canvas)
    assert short is not None
    assert long is not None
    assert long.margin == short.margin
    assert long.size[1] >= 2 * short.size[1]
    assert 0.5 * canvas.width < long.size[0] <= 0.84 * canvas.width


@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize("place", ["top", "center", "bottom", "lower-third"])
@pytest.mark.parametrize("text", ["Hg", LONG, "Hg\n" * 30])
def test_no_letter_leaves_the_safe_area(canvas: Canvas, place: str, text: str) -> None:
    role = "caption" if place == "bottom" else "title"
    left, top, right, bottom = extent(shown(Caption(0, 60, text, text, place, role), canvas), 120)
    margins = (left / canvas.width, top / canvas.height, 1 - right / canvas.width, 1 - bottom / canvas.height)
    assert min(margins) >= 0.045


def test_a_tall_film_leaves_the_bottom_to_the_buttons_of_the_apps_that_show_it() -> None:
    *_, bottom = extent(shown(Caption(0, 60, LONG, role="caption", place="bottom"), CANVASES[1]), 120)
    assert 0.78 <= bottom / 1280 <= 0.85


def test_captions_in_a_row_stand_on_the_same_line() -> None:
    bottoms = {
        extent(shown(Caption(0, 60, text, role="caption", place="bottom"), CANVASES[0]), 200)[3]
        for text in ("HH", "HIH", "HHHH HHHH")
    }
    hanging = typeset(Caption(0, 60, "gg", role="caption"), CANVASES[0])
    standing = typeset(Caption(0, 60, "aa", role="caption"), CANVASES[0])
    assert len(bottoms) == 1
    assert hanging is not None
    assert standing is not None
    assert hanging.size[1] == standing.size[1]


@pytest.mark.parametrize("size", [1.0, 4.0])
@pytest.mark.parametrize("word", ["Weihnachtsfeier", "Geschwindigkeitsbegrenzung"])
def test_a_long_word_is_set_smaller_before_it_is_cut(word: str, size: float) -> None:
    whole = typeset(Caption(0, 60, word, size=size), CANVASES[1])
    one = typeset(Caption(0, 60, "Hg"), CANVASES[1])
    assert whole is not None
    assert one is not None
    assert whole.size[1] <= one.size[1]
    assert whole.size[0] >= 0.75 * 0.86 * 720


@settings(max_examples=25)
@given(st.text(alphabet="ab Wg\n世שمé", max_size=80), st.sampled_from(CANVASES), st.sampled_from([0.25, 1.0, 4.0]))
def test_no_text_is_larger_than_the_picture(text: str, canvas: Canvas, size: float) -> None:
    found = typeset(Caption(0, 60, text, text, size=size), canvas)
    assert found is None or (found.size[0] <= canvas.width and found.size[1] <= canvas.height)
