"""A batch: each message names its file, each film is of that file alone."""

import pytest

from studio.director import MediaItem, MediaKind, Turn, direct
from studio.draft import Draft, TrackType
from tests.studio.director.footage import SONG, shots, texts

PAIR = (
    MediaItem("a", "a.jpg", MediaKind.IMAGE, 0, 4000, 3000),
    MediaItem("b", "b (1).png", MediaKind.IMAGE, 0, 3000, 3000),
)


def about(name: str) -> str:
    """The line that names the file."""
    return f'\n(This is about the file "{name}".)'


def used(draft: Draft) -> set[object]:
    """The media on the timeline."""
    return {shot.meta.get("media") for shot in shots(draft)}


def test_two_photos_with_different_instructions_give_two_films_each_of_its_own_file() -> None:
    first = direct(Turn('4 seconds, title "One"' + about("a.jpg"), Draft(), PAIR))
    second = direct(Turn('vertical, title "Two"' + about("b (1).png"), first.draft, PAIR, (first.draft,)))
    assert (used(first.draft), texts(first.draft), first.draft.duration) == ({"a"}, ["One"], 4_000)
    assert (used(second.draft), texts(second.draft), second.draft.meta["height"]) == ({"b"}, ["Two"], 1920)


def test_a_film_of_the_file_alone_goes_on_being_edited() -> None:
    first = direct(Turn('title "One"' + about("a.jpg"), Draft(), PAIR)).draft
    again = direct(Turn("make it black and white" + about("a.jpg"), first, PAIR)).draft
    assert texts(again) == ["One"]
    assert [shot.meta.get("look") for shot in shots(again)] == ["bw"]


@pytest.mark.parametrize("name", ["gone.jpg", "summer.mp3"])
def test_a_name_that_is_no_picture_of_theirs_changes_nothing_else(name: str) -> None:
    outcome = direct(Turn("a 6 second slideshow" + about(name), Draft(), (*PAIR, SONG)))
    assert used(outcome.draft) == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "language", "sentence"),
    [
        ("deshacer", "es", "No he cambiado nada."),
        ("rückgängig", "de", "Ich habe nichts geändert."),
        ("отмени", "en", "Я ничего не изменил."),
        ("元に戻して", "en", "何も変更していません。"),
        ("undo", "es", "There is nothing to undo."),
    ],
)
def test_a_refusal_begins_in_the_persons_language(text: str, language: str, sentence: str) -> None:
    outcome = direct(Turn(text, Draft(), language=language))
    assert not outcome.edited
    assert outcome.reply.startswith(sentence)


@pytest.mark.parametrize("words", ["make it black and white", "add the title Summer"])
def test_starting_over_with_one_file_uses_that_file_alone_and_adds_no_music(words: str) -> None:
    text = f"{words}\n(Start over with b (1).png only: no music unless asked for.)"
    outcome = direct(Turn(text, Draft(), PAIR))
    assert used(outcome.draft) == {"b"}
    assert not outcome.draft.of_type(TrackType.AUDIO)
    assert "understand" not in outcome.reply
