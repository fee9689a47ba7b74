"""Titles: what can be written, how it breaks, where it stands."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.render.canvas import Canvas
from studio.render.film import Caption
from studio.render.planes import solid
from studio.render.text.fonts import CJK_FACE, TITLE_FACE, face_for, writable
from studio.render.text.overlay import Overlay
from studio.render.text.typeset import typeset
from studio.render.text.wrap import wrap

CANVAS = Canvas(640, 360)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Urban Dreams", "Urban Dreams"),
        ("Größe, façade & 50 % → now", "Größe, façade & 50 % → now"),
        ("Весна", "Весна"),
        ("春季新品 上市！", "春季新品 上市！"),
        ("🔥 SALE 🔥 today 👨‍👩‍👧", "SALE today"),
        ("สวัสดี Hello", "Hello"),
        ("สวัสดี", ""),
        ("🎉🎉", ""),
        ("two\nlines", "two\nlines"),
        ("tab\tand \x00 control", "tab and control"),
    ],
)
def test_what_no_font_can_write_is_left_out(written: str, kept: str) -> None:
    assert writable(written) == kept


def test_latin_greek_and_cyrillic_have_the_house_face_and_chinese_its_own() -> None:
    assert face_for("Größe Весна Ω", title=True) == TITLE_FACE
    assert face_for("Hello 世界", title=True) == CJK_FACE


def test_lines_break_between_words_and_are_even() -> None:
    assert wrap("aaaa bbbb cccc dddd e", 16, len) == ["aaaa bbbb", "cccc dddd e"]


def test_chinese_breaks_anywhere_but_not_before_a_comma() -> None:
    lines = wrap("全场八折优惠，仅限本周末。", 6, len)
    assert "".join(lines) == "全场八折优惠，仅限本周末。"
    assert all(line[0] not in "，。" for line in lines)


@given(st.text(alphabet="ab c世界，。\n", max_size=60), st.integers(1, 20))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width, len)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= width or set(line[1:]) <= set("，。") for line in lines)


def test_a_long_title_shrinks_until_it_fits() -> None:
    lettering = typeset(Caption(0, 30, "word " * 100), CANVAS)
    assert lettering is not None
    assert lettering.size[0] <= 640
    assert lettering.size[1] <= 360 * 0.75


def test_a_title_written_in_lines_keeps_its_lines_and_its_size() -> None:
    one = typeset(Caption(0, 30, "Alpha"), CANVAS)
    four = typeset(Caption(0, 30, "Alpha\nBeta\nGamma\nDelta"), CANVAS)
    assert one is not None
    assert four is not None
    assert four.size[1] > 3 * one.size[1]


def test_a_title_of_nothing_writable_is_none() -> None:
    assert typeset(Caption(0, 30, "🎉"), CANVAS) is None


@pytest.mark.parametrize(
    ("place", "rows"), [("top", (0, 120)), ("center", (90, 220)), ("bottom", (260, 360)), ("lower-third", (230, 340))]
)
def test_a_title_stands_where_it_should_and_only_while_it_should(place: str, rows: tuple[int, int]) -> None:
    overlay = Overlay(Caption(10, 70, "Hello World", place=place), CANVAS)
    for frame, seen in ((9, False), (40, True), (70, False)):
        picture = solid(CANVAS.size)
        overlay.draw(picture, frame)
        lit = np.argwhere(np.asarray(picture.y) > 150)
        assert bool(len(lit)) == seen
        if seen:
            assert rows[0] <= lit[:, 0].min() <= lit[:, 0].max() <= rows[1]


def test_a_title_appears_and_vanishes_softly() -> None:
    overlay = Overlay(Caption(0, 60, "Hello"), CANVAS)
    peaks = []
    for frame in range(60):
        picture = solid(CANVAS.size)
        overlay.draw(picture, frame)
        peaks.append(int(np.asarray(picture.y).max()))
    assert peaks[0] < 60
    assert peaks[30] > 220
    assert peaks[59] < 60
    assert max(abs(later - earlier) for earlier, later in pairwise(peaks)) < 80
