"""What a message asks for, in eight languages: the labelled tables, and what must hold for any text."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import intents as bench
from benchmarks.intents import Case, answer, cases, loses_an_edit, pays_for_an_export
from core.intents import IntentKind, classify
from core.locales import LANGUAGES

TABLE = cases("intents.tsv")
HELD_OUT = cases("intents_heldout.tsv")


def mistaken(table: list[Case]) -> list[tuple[str, str, str]]:
    """What was read otherwise than labelled: expected, answer, phrase."""
    answers = [(case, answer(classify(case.phrase))) for case in table]
    return [(case.expected, given, case.phrase) for case, given in answers if given != case.expected]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_of_the_table_is_read_as_labelled(language: str) -> None:
    assert mistaken([case for case in TABLE if case.language == language]) == []


def test_the_table_is_large_and_speaks_every_language() -> None:
    languages = Counter(case.language for case in TABLE)
    assert len(TABLE) >= 400
    assert set(languages) == set(LANGUAGES)
    assert min(languages.values()) >= 25
    assert len({case.phrase for case in TABLE}) == len(TABLE)


def test_phrases_that_were_never_tuned_for_are_mostly_understood() -> None:
    right = sum(answer(classify(case.phrase)) == case.expected for case in HELD_OUT)
    print(bench.run())  # noqa: T201 - the accuracy belongs to the test's output
    assert right / len(HELD_OUT) >= 0.9


@pytest.mark.parametrize("table", [TABLE, HELD_OUT], ids=["table", "held out"])
@pytest.mark.parametrize("has_timeline", [True, None])
def test_no_phrase_that_means_an_export_starts_a_paid_run(table: list[Case], has_timeline: bool | None) -> None:
    paid = [c.phrase for c in table if pays_for_an_export(c, classify(c.phrase, has_timeline=has_timeline))]
    assert paid == []


@pytest.mark.parametrize("table", [TABLE, HELD_OUT], ids=["table", "held out"])
@pytest.mark.parametrize("has_timeline", [True, False])
def test_no_edit_is_lost(table: list[Case], *, has_timeline: bool) -> None:
    lost = [c.phrase for c in table if loses_an_edit(c, classify(c.phrase, has_timeline=has_timeline))]
    assert lost == []


@pytest.mark.parametrize("case", [case for case in TABLE if case.expected == "ask"])
def test_a_doubtful_phrase_offers_two_different_readings(case: Case) -> None:
    intent = classify(case.phrase)
    assert intent.doubtful
    assert intent.other not in (None, intent.kind)
    assert IntentKind.AGENT in (intent.kind, intent.other)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("export 1080p MP4", {"resolution": "1080p"}),
        ("export in 4K", {"resolution": "2160p"}),
        ("导出高清视频", {"resolution": "1080p"}),
        ("export 9:16", {"aspect": "9:16"}),
        ("export it as a gif", {"format": "gif"}),
        ("make it red and export in 720p", {"resolution": "720p"}),
        ("export", {}),
    ],
)
def test_an_export_says_what_it_should_be(text: str, options: dict[str, str]) -> None:
    assert classify(text).options == options


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("make it 10 seconds and export it", "make it 10 seconds"),
        ("Add a title “Hi”. Then export in 1080p, please!", "Add a title “Hi”"),
        ("加个标题然后导出", "加个标题"),
        ("10秒にして書き出して", "10秒にして"),
        ("mach es kürzer und schick mir das Video", "mach es kürzer"),
    ],
)
def test_the_agent_gets_the_edit_without_the_request_to_export(text: str, words: str) -> None:
    intent = classify(text)
    assert (intent.kind, intent.then_export, intent.words) == (IntentKind.AGENT, True, words)


def test_words_that_may_belong_to_a_title_are_not_taken_from_the_agent() -> None:
    text = "add a button that says save and download"
    assert classify(text).words == text


def test_several_free_requests_in_one_message_are_all_kept() -> None:
    intent = classify("Export it. How many credits do I have left?")
    assert (intent.kind, intent.also) == (IntentKind.EXPORT, (IntentKind.CREDITS,))


def test_an_edit_keeps_the_question_behind_it() -> None:
    intent = classify("Add calm music. How many credits do I have left?")
    assert (intent.kind, intent.also, intent.words) == (IntentKind.AGENT, (IntentKind.CREDITS,), "Add calm music")


@pytest.mark.parametrize(
    "text",
    [
        "make it shorter, then export it and tell me my credits",
        "make it shorter, show me my credits and export it",
        "mach es kürzer und exportiere es und wie viele Credits habe ich noch?",
    ],
)
def test_an_edit_keeps_both_the_export_and_the_question_behind_it(text: str) -> None:
    intent = classify(text, has_timeline=True)
    assert (intent.kind, intent.then_export, intent.also) == (IntentKind.AGENT, True, (IntentKind.CREDITS,))
    assert intent.words in ("make it shorter", "mach es kürzer")


@pytest.mark.parametrize("text", ["", "here you go", "thanks!", "🎬", "https://example.org/a.mp4"])
def test_files_without_a_wish_are_an_upload(text: str) -> None:
    assert classify(text, has_files=True).kind is IntentKind.UPLOAD


@pytest.mark.parametrize("text", ["make a 15 second promo of this", "cut the first second", "把它剪短"])
def test_files_with_a_wish_go_to_the_agent(text: str) -> None:
    assert classify(text, has_files=True).kind is IntentKind.AGENT


def test_a_link_with_a_wish_goes_to_the_agent_whole() -> None:
    text = "make a promo out of https://example.org/a.mp4"
    intent = classify(text)
    assert (intent.kind, intent.words) == (IntentKind.AGENT, text)


def test_without_a_timeline_asking_for_a_video_is_asking_to_make_one() -> None:
    assert classify("give me a video", has_timeline=True).doubtful
    intent = classify("give me a video", has_timeline=False)
    assert (intent.kind, intent.doubtful) == (IntentKind.AGENT, False)
    assert classify("export", has_timeline=False).kind is IntentKind.EXPORT


@given(st.text(max_size=300), st.booleans(), st.sampled_from([True, False, None]))
def test_any_text_at_all_has_a_reading(text: str, has_files: bool, has_timeline: bool | None) -> None:
    intent = classify(text, has_files=has_files, has_timeline=has_timeline)
    assert 0 <= intent.confidence <= 1
    assert intent.doubtful == (intent.other is not None)


@given(st.lists(st.sampled_from([word for case in TABLE for word in case.phrase.split()]), max_size=60))
def test_any_mixture_of_languages_has_a_reading(words: list[str]) -> None:
    intent = classify(" ".join(words))
    assert intent.kind in IntentKind
    if intent.then_export:
        assert intent.words


@pytest.mark.parametrize("wrap", ["{}!", "  {} ", "{}…", "🎬 {} 🎉", "{}\n"])
def test_punctuation_space_and_emoji_change_nothing(wrap: str) -> None:
    for case in TABLE[::7]:
        assert classify(wrap.format(case.phrase)).kind is classify(case.phrase).kind


def test_a_novel_is_read_without_delay_and_goes_to_the_agent() -> None:
    assert classify("the hero walks on and on, then exports fish. " * 20_000).kind is IntentKind.AGENT
