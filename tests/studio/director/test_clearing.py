"""Starting over: the timeline is emptied, nothing is drawn in its place, and it can be taken back."""

import pytest

from studio.director import Turn, direct
from studio.draft import Draft
from tests.studio.director.footage import drawn, texts

WANTED = """
delete everything and start over | start over | please clear the timeline | remove everything | reset | Let's start from scratch!
erase the whole project | 重新开始 | 全部删掉重来 | 清空时间线 | 把所有内容都删掉 | von vorne anfangen | alles löschen
recommence à zéro | tout supprimer | borra todo | empezar de cero | apague tudo | começar de novo | удали всё
начни заново | 最初からやり直して | 全部消して
""".replace("\n", " | ").split(" | ")


@pytest.mark.parametrize("text", [text for text in WANTED if text])
def test_the_timeline_is_emptied_and_nothing_is_charged(text: str) -> None:
    before = drawn()
    outcome = direct(Turn(text, before, (), (Draft(),)))
    assert outcome.edited
    assert (outcome.draft.duration, outcome.generated) == (0, 0)
    back = direct(Turn("undo", outcome.draft, (), (Draft(), before)))
    assert back.draft.duration == before.duration


@pytest.mark.parametrize("text", ["start over", "clear the timeline"])
def test_where_nothing_is_there_it_is_asked_what_to_show(text: str) -> None:
    outcome = direct(Turn(text, Draft()))
    assert not outcome.edited
    assert "What should it show?" in outcome.reply


@pytest.mark.parametrize(
    "text", ["remove everything after 5 seconds", "start over the ocean", "delete all titles", "clear sky please"]
)
def test_other_wishes_are_not_taken_for_it(text: str) -> None:
    assert direct(Turn(text, drawn(), (), (Draft(),))).draft.duration > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a 4 second beach at night with the title **Hi** @everyone", ["Hi"]),
        ("a 5 second beach, caption: `So long`", ["So long"]),
        ("an 8 second beach, make it **really** calm, title __Calm__", ["Calm"]),
    ],
)
def test_words_marked_as_chats_do_are_quoted_where_a_text_is_named(text: str, words: list[str]) -> None:
    outcome = direct(Turn(text, Draft()))
    assert texts(outcome.draft) == words


def test_a_length_has_its_article() -> None:
    assert "made an 8 s video" in direct(Turn("an 8 second beach at noon", Draft())).reply
    assert "made a 10 s video" in direct(Turn("a 10 second beach at noon", Draft())).reply
