"""What a run says and costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.agent.commission import Bill, bill
from studio.agent.performance import Manner
from studio.agent.wording import NO_AI, NO_AI_ZH, introduced, pieces
from studio.config import Prices
from studio.director.model import Outcome, Step
from studio.draft import Draft
from studio.store import Session
from tests.fakes.studio_parts import clip

DRAFT = Draft((clip("a"),))
TALK = Outcome(Draft(), "No.")
EDIT = Outcome(DRAFT, "Done.", stages=(DRAFT,))
GENERATION = Outcome(DRAFT, "Done.", stages=(DRAFT,), generated=2)
UNDO = Outcome(DRAFT, "Done.", (Step("undo"),), (DRAFT,))
REDO = Outcome(DRAFT, "Done.", (Step("redo"),), (DRAFT,))
FRESH = Session("s", "t", "a", "project", None)
PAID = Session("s", "t", "a", "project", None, edit_paid=True)


@given(st.text())
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [("Done.", NO_AI), ("", NO_AI), ("已添加标题。", NO_AI_ZH), ("タイトルを追加しました。漢字", NO_AI)],
)
def test_who_is_talking_is_told_in_the_language_of_the_reply(reply: str, sentence: str) -> None:
    assert introduced(reply).startswith(reply)
    assert introduced(reply).endswith(sentence)


@pytest.mark.parametrize(
    ("outcome", "session", "expected"),
    [
        (TALK, FRESH, Bill()),
        (EDIT, FRESH, Bill(50, editing=True)),
        (EDIT, PAID, Bill()),
        (GENERATION, FRESH, Bill(200)),
        (GENERATION, PAID, Bill(200)),
        (UNDO, FRESH, Bill()),
        (REDO, FRESH, Bill()),
    ],
)
def test_prices(outcome: Outcome, session: Session, expected: Bill) -> None:
    assert bill(outcome, session, Prices()) == expected


def test_a_demo_is_quick_at_pace_one_and_immediate_at_pace_zero() -> None:
    times = [Manner(pace=1).working_time(outcome) for outcome in (TALK, EDIT, GENERATION)]
    assert times == sorted(times)
    assert times[0] <= 1
    assert 2 <= times[1] <= 3
    assert 5 <= times[2] <= 6
    assert [Manner(pace=0).working_time(outcome) for outcome in (TALK, EDIT, GENERATION)] == [0, 0, 0]
