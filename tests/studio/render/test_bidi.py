"""Hebrew and Arabic in the order and the shapes in which they are seen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.render.canvas import Canvas
from studio.render.film import Caption
from studio.render.text.bidi import visual
from studio.render.text.fonts import RIGHT_TO_LEFT_FACE, can_write, face_for, writable
from studio.render.text.typeset import typeset


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Hello World", "Hello World"),
        ("שלום", "םולש"),
        ("שלום 2025", "2025 םולש"),
        ("Hello שלום World", "Hello םולש World"),
        ("abc שלום 123 def", "abc 123 םולש def"),
        ("לא (כן)", "(ןכ) אל"),
        ("לא ABC 12:30", "ABC 12:30 אל"),
        ("50% שלום", "םולש 50%"),
        ("שלום!", "!םולש"),
    ],
)
def test_the_order_is_the_one_of_the_unicode_algorithm(written: str, seen: str) -> None:
    assert visual(written) == seen


def names(text: str) -> list[str]:
    return [unicodedata.name(character).removeprefix("ARABIC ").lower() for character in text]


def test_arabic_letters_join_their_neighbours() -> None:
    assert names(visual("بيت")) == [
        "letter teh final form",
        "letter yeh medial form",
        "letter beh initial form",
    ]


def test_a_letter_that_joins_nothing_after_it_breaks_the_word() -> None:
    assert names(visual("دار")) == ["letter reh isolated form", "letter alef isolated form", "letter dal isolated form"]


def test_lam_and_alef_are_written_as_one() -> None:
    assert names(visual("سلام")) == [
        "letter meem isolated form",
        "ligature lam with alef final form",
        "letter seen initial form",
    ]


@given(st.text(alphabet="abשלוםسلام 12%().,-", max_size=40))
def test_no_letter_is_lost_but_where_two_become_one(text: str) -> None:
    assert sorted(_letters(visual(text))) == sorted(_letters(text))


MIRROR_BLIND = str.maketrans("", "", "()")


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(MIRROR_BLIND)


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "שלום עולם 2025", "کتاب\u200cها", "Hello שלום"])
def test_titles_from_right_to_left_can_be_written(text: str) -> None:
    assert face_for(writable(text), title=True) == RIGHT_TO_LEFT_FACE
    assert "".join(writable(text).split()) == "".join(text.split())
    assert all(can_write(RIGHT_TO_LEFT_FACE, character) for character in visual(text))
    assert typeset(Caption(0, 30, text), Canvas(640, 360)) is not None
