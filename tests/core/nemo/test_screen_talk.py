"""What the agent says as if there were a screen, and what a chat gets to read of it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nemo.screen_talk import Action, translate
from tests.core.nemo.sentences import DROPPED, KEPT, SCREEN, VIDEO


@pytest.mark.parametrize(("text", "actions"), DROPPED)
def test_a_sentence_about_the_screen_is_dropped_for_what_it_leads_to(text: str, actions: set[Action]) -> None:
    translated = translate(text)
    assert translated.text == ""
    assert translated.actions == actions


@pytest.mark.parametrize("text", SCREEN)
def test_other_sentences_about_the_screen_are_dropped_too(text: str) -> None:
    assert translate(text).text == ""


@pytest.mark.parametrize("text", [*KEPT, *VIDEO])
def test_a_sentence_about_the_video_stays_word_for_word(text: str) -> None:
    assert translate(text).text == text
    assert not translate(text).actions


def test_the_content_beside_screen_talk_stays_with_its_formatting() -> None:
    text = (
        "Done! I've made a **15-second promo**:\n\n- Cut to the best moments\n- Lo-fi music at 35%\n\n"
        'Click "Export" to download it. The title reads "Open now".\nOpen the media panel for more clips.'
    )
    translated = translate(text)
    assert translated.text == (
        "Done! I've made a **15-second promo**:\n\n- Cut to the best moments\n- Lo-fi music at 35%\n\n"
        'The title reads "Open now".'
    )
    assert translated.actions == {Action.EXPORT, Action.STATE}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Your video is ready, click Export to download it.", "Your video is ready."),
        ("视频已生成，点击导出按钮即可下载。", "视频已生成。"),
        ("Your video has 3 tracks: 视频 🎬, BGM and a title.\nClick \"Export\" to download.",
         "Your video has 3 tracks: 视频 🎬, BGM and a title."),
    ],
)  # fmt: skip
def test_the_half_of_a_sentence_that_is_content_stays(text: str, left: str) -> None:
    assert translate(text) == type(translate(""))(left, frozenset({Action.EXPORT}))


def test_a_heading_goes_with_its_list() -> None:
    text = "Music added.\n\nTo get your video:\n1. Click Export\n2. Select the MP4 tab\n\nEnjoy!"
    assert translate(text).text == "Music added.\n\nEnjoy!"


def test_a_list_of_texts_on_the_video_is_content() -> None:
    text = "The captions are:\n1. Click here to subscribe\n2. Tap the bell\n\nClick Export."
    assert translate(text).text == "The captions are:\n1. Click here to subscribe\n2. Tap the bell"


@pytest.mark.parametrize(
    "apology",
    ["I'm sorry, I ran into a temporary issue. Please try again later.", "Sorry! A temporary error occurred.",
     "抱歉，系统暂时出现问题，请稍后重试。"],
)  # fmt: skip
def test_an_apology_after_an_answer_is_noise(apology: str) -> None:
    assert translate(f"Title added.\n\n{apology}").text == "Title added."
    assert translate(apology).text == apology
    assert translate(apology, after_answer=True).text == ""


@given(st.text(max_size=300))
def test_nothing_is_ever_invented(text: str) -> None:
    left = translate(text).text
    assert len(left) <= len(text) + text.count("\n") + 20


@given(st.text(alphabet="Click the. \"'“”\n:-*1,drag", max_size=400))
def test_hostile_text_is_translated_in_no_time(text: str) -> None:
    translate(text * 5)


@pytest.mark.parametrize("piece", ["a:\n\n", "a:\n", "say it e.g. "])
def test_a_text_of_nothing_but_one_thing_is_read_in_the_time_of_any_other(piece: str) -> None:
    begin = time.thread_time()
    assert translate(piece * 20_000).text == (piece * 20_000).rstrip()
    assert time.thread_time() - begin < 3.0  # it takes 0.2 s; where each looked at all the others, 6 s and more
