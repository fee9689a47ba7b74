"""How far a message goes back or forth, and what it wants after."""

import pytest

from studio.director.grammar.normal import source
from studio.director.grammar.undoing import after_going_back, going_back
from studio.director.wishes import Redo, Undo


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("undo", Undo(1, False)),
        ("undo the last three changes", Undo(3, False)),
        ("undo twice", Undo(2, False)),
        ("撤销两步", Undo(2, False)),
        ("undo everything", Undo(1, True)),
        ("redo", Redo(1)),
        ("bring it back", Redo(1, True)),
        ("make it 20 seconds", None),
        ("undo the shadows that fall on the second clip and on the third, they are far too dark for me", None),
    ],
)
def test_a_message_goes_as_far_as_it_says(said: str, wish: Undo | Redo | None) -> None:
    assert going_back(said) == wish


def test_what_is_wanted_after_going_back_is_kept_in_its_own_words() -> None:
    assert after_going_back(source("undo that and make it 20 seconds"), "en") == "make it 20 seconds"
    assert after_going_back(source("undo"), "en") == ""
