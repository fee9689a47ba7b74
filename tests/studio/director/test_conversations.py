"""Several messages in a row, each said to what the one before made."""

import pytest

from studio.director import Outcome, Turn, direct
from studio.director.following import inlays_of
from studio.draft import Draft, TrackType
from tests.studio.director.footage import DEMO, assert_sound, drawn, music, shots, texts, three
from tests.studio.director.prompts.expecting import FIRST, LOGO, SECOND, VOICE


def talk(draft: Draft, *messages: str, media: tuple[object, ...] = (DEMO,)) -> list[Outcome]:
    """What comes of each message, every draft before it kept as history."""
    outcomes: list[Outcome] = []
    history: list[Draft] = []
    for message in messages:
        outcomes.append(direct(Turn(message, draft, media, tuple(history))))  # type: ignore[arg-type]
        history.append(draft)
        draft = outcomes[-1].draft
    return outcomes


def test_music_that_was_taken_away_comes_back_as_it_was() -> None:
    _, gone, back = talk(three(), "add acoustic music at 20%", "remove the music", "put the music back")
    assert not music(gone.draft)
    assert [(part.meta["style"], part.meta["volume"]) for part in music(back.draft)] == [("acoustic", 0.2)]


def test_a_title_and_a_clip_come_back_to_their_places() -> None:
    *_, back = talk(
        three(),
        'add the title "Hello"',
        "remove the title",
        "delete clip 2",
        "bring the title back",
        "bring back the clip",
    )
    assert texts(back.draft) == ["Hello"]
    assert [shot.id for shot in shots(back.draft)] == ["s0", "s1", "s2"]
    assert_sound(back.draft)


@pytest.mark.parametrize("message", ["bring the title back", "restore the clip"])
def test_what_never_went_cannot_come_back_and_nothing_changes(message: str) -> None:
    (outcome,) = talk(three(), message)
    assert not outcome.edited
    assert "taken away" in outcome.reply


def test_what_is_wanted_after_going_back_is_done_on_what_was_gone_back_to() -> None:
    first, outcome = talk(drawn(), "make it vertical", "undo that and make it 20 seconds instead", media=())
    assert first.draft.meta["width"] == 1080
    assert (outcome.draft.meta["width"], outcome.draft.duration) == (1920, 20_000)


def test_numbers_mean_the_clips_as_they_were_when_the_message_was_said() -> None:
    (outcome,) = talk(three(), "put clip 3 first and make clip 1 black and white")
    assert [(shot.id, shot.meta.get("look")) for shot in shots(outcome.draft)] == [
        ("s2", None),
        ("s0", "bw"),
        ("s1", None),
    ]


def test_a_recorded_voice_stands_beside_the_music() -> None:
    _, outcome = talk(three(), "add calm music", "put my voiceover over it", media=(DEMO, VOICE))
    names = [track.meta["name"] for track in outcome.draft.of_type(TrackType.AUDIO)]
    assert sorted(names) == ["BGM", "Voice"]
    assert all(
        part.meta["duck"]
        for track in outcome.draft.of_type(TrackType.AUDIO)
        if track.meta["name"] == "BGM"
        for part in track.segments
    )


def test_a_question_before_a_wish_is_answered_and_the_wish_is_done() -> None:
    (outcome,) = talk(drawn(), "how long is it? make it 12 seconds", media=())
    assert outcome.draft.duration == 12_000
    assert "10 s long" in outcome.reply


def test_what_was_not_understood_is_named_in_the_words_of_the_person() -> None:
    (outcome,) = talk(three(), "lösche den zweiten Clip und backe einen Kuchen")
    assert [shot.id for shot in shots(outcome.draft)] == ["s0", "s2"]
    assert "backe einen Kuchen" in outcome.reply


def test_a_trim_is_not_undone_by_the_overlap_of_a_transition() -> None:
    (outcome,) = talk(Draft(), "cut the first 2 seconds of every clip and add crossfades", media=(FIRST, SECOND))
    assert [shot.meta["in"] for shot in shots(outcome.draft)] == [2_000, 2_000]
    assert_sound(outcome.draft, (FIRST, SECOND))


def test_a_wide_canvas_says_the_size_that_is_rendered() -> None:
    (outcome,) = talk(drawn(), "make it 21:9", media=())
    assert max(outcome.draft.meta["width"], outcome.draft.meta["height"]) == 1920
    assert f"{outcome.draft.meta['width']}x{outcome.draft.meta['height']}" in outcome.reply


def test_a_small_clip_and_a_text_are_both_it_when_they_were_touched_last() -> None:
    put, larger, titled, bigger, moved = talk(
        three(),
        "put clip 2 small in the bottom right corner of clip 1",
        "make it bigger",
        'add the title "Hi"',
        "make it bigger",
        "move the small video to the top left",
    )
    assert [len(inlays_of(outcome.draft)) for outcome in (put, larger, titled, bigger, moved)] == [1] * 5
    first, second = (inlays_of(outcome.draft)[0].meta["box"][2] for outcome in (put, larger))
    assert second > first
    assert "title" in bigger.reply
    assert inlays_of(moved.draft)[0].meta["spot"] == "top-left"
    assert_sound(moved.draft, (DEMO,))


def test_what_lies_over_the_film_stays_in_its_corner_on_a_picture_of_another_form() -> None:
    _, upright, gone = talk(
        three(), "put clip 3 small in the top right corner of clip 1", "make it vertical", "remove the overlay"
    )
    left, top, width, height = inlays_of(upright.draft)[0].meta["box"]
    assert left + width > 0.9 > top + height
    assert inlays_of(gone.draft) == ()
    assert gone.draft.duration == 20_000


def test_what_comes_back_is_what_was_undone_or_else_what_the_last_edit_took() -> None:
    gone, back = talk(three(), "delete clip 2", "no that was the wrong one, bring it back and delete clip 3")
    assert [shot.id for shot in shots(gone.draft)] == ["s0", "s2"]
    assert [shot.id for shot in shots(back.draft)] == ["s0", "s1"]


def test_another_stretch_after_a_cut_is_cut_too() -> None:
    first, second = talk(three(), "cut out 0:04-0:06", "and another one from 0:10 to 0:12")
    assert (first.draft.duration, second.draft.duration) == (28_000, 26_000)
    (unclear,) = talk(three(), "and another one from 0:10 to 0:12")
    assert not unclear.edited


def test_a_small_clip_is_muted_alone_and_words_on_a_clip_go_along_with_it() -> None:
    _, muted = talk(three(), "put clip 3 small in the corner of clip 1", "mute the small one")
    assert [part.meta.get("volume") for part in inlays_of(muted.draft)] == [0.0]
    assert all(shot.meta.get("volume") is None for shot in shots(muted.draft)[:2])
    *_, shorter = talk(three(), "put 'Two' on the second clip", "add crossfades", "make it 15 seconds")
    (text,) = (part for track in shorter.draft.of_type(TrackType.TEXT) for part in track.segments)
    second, third = shots(shorter.draft)[1:]
    assert (text.start, text.end) == (second.start, third.start)


def test_a_logo_is_made_fainter_and_stands_where_it_stood() -> None:
    _, faint = talk(drawn(), "add my logo top left", "make it semi-transparent", media=(LOGO,))
    (laid,) = inlays_of(faint.draft)
    assert (laid.meta["opacity"], laid.meta["spot"]) == (0.5, "top-left")
    assert "50%" in faint.reply


def test_one_word_of_a_title_is_exchanged_and_the_others_stay() -> None:
    *_, changed = talk(drawn(), 'add the title "Happy Birthday Zoe"', "change Zoe to Chloe")
    assert texts(changed.draft) == ["Happy Birthday Chloe"]
    assert "Happy Birthday Chloe" in changed.reply
