"""Whole messages: what becomes of the film, what is said, what is charged."""

import pytest

from studio.director import MediaItem, MediaKind, Turn, direct
from studio.director.grammar.music import STYLE_NAMES
from studio.director.operations.playing import LOOK_NAMES
from studio.director.operations.scenery import MOOD_NAMES, SCENE_NAMES
from studio.director.operations.transitions import TRANSITION_NAMES
from studio.draft import Draft, TrackType
from studio.render import vocabulary
from tests.studio.director.footage import (
    BEACH,
    CLIPS,
    DEMO,
    PHOTOS,
    SONG,
    ask,
    assert_sound,
    drawn,
    music,
    shots,
    texts,
    three,
)


def test_the_director_speaks_the_renderers_words() -> None:
    assert set(SCENE_NAMES) == set(vocabulary.SCENES)
    assert set(MOOD_NAMES) == set(vocabulary.MOODS)
    assert set(STYLE_NAMES) == set(vocabulary.MUSIC_STYLES)
    assert set(TRANSITION_NAMES) == set(vocabulary.TRANSITIONS)
    assert set(LOOK_NAMES) == set(vocabulary.LOOKS)


# Phrases written after the grammar was, to see how it reads people it has not met.
SCENES = [
    ("Ocean waves rolling in at dawn", "ocean", "sunrise"),
    ("please produce a short clip of a galaxy full of stars", "space", "night"),
    ("neon streets after midnight, 8s", "city", "night"),
    ("a snowy village in winter, daytime", "homes", "day"),
    ("dunes of the sahara when the sun goes down", "desert", "sunset"),
    ("生成一段森林清晨的画面", "forest", "sunrise"),
    ("雨夜的街道，10秒", "rain", "night"),
    ("一个海滩夕阳的视频", "beach", "sunset"),
    ("un video de una playa al atardecer", "beach", "sunset"),
    ("erstelle ein Video von Bergen bei Sonnenaufgang, Berge", "mountains", "sunrise"),
    ("une vidéo de la forêt la nuit", "forest", "night"),
    ("сделай видео: ночной город", "city", "night"),
    ("夕日の海の動画を作って", "ocean", "sunset"),
    ("um vídeo do oceano à noite", "ocean", "night"),
]


@pytest.mark.parametrize(("text", "scene", "mood"), SCENES)
def test_a_scene_in_words_is_drawn(text: str, scene: str, mood: str) -> None:
    outcome = ask(text)
    assert {(shot.meta["scene"], shot.meta["mood"]) for shot in shots(outcome.draft)} == {(scene, mood)}
    assert outcome.generated == 1


LENGTHS = [("give me a thirty second film of rain", 30_000), ("mountains, a minute and a half", 90_000), (
    "城市夜景，二十秒", 20_000), ("a 7s clip of the beach", 7_000), ("星空，半分钟", 30_000), ("ocean for 0:12",
    12_000), ("desert video lasting 25 seconds", 25_000),]  # fmt: skip


@pytest.mark.parametrize(("text", "length"), LENGTHS)
def test_a_drawn_film_is_exactly_as_long_as_asked(text: str, length: int) -> None:
    outcome = ask(text)
    assert outcome.draft.duration == length
    assert_sound(outcome.draft)


@pytest.mark.parametrize("length", [1, 3, 7, 10, 14, 19, 30, 47, 90, 179])
@pytest.mark.parametrize("media", [PHOTOS, CLIPS, (*PHOTOS, *CLIPS), (BEACH,)])
def test_films_from_uploads_are_exactly_as_long_as_asked(length: int, media: tuple[object, ...]) -> None:
    known = tuple(item for item in (*PHOTOS, *CLIPS) if item in media)
    outcome = ask(f"turn these files into a {length} second promo", media=known)
    assert outcome.draft.duration == length * 1000
    assert_sound(outcome.draft, known)


def test_too_long_a_film_is_capped_and_that_is_said() -> None:
    outcome = ask("a ten minute video of the ocean")
    assert outcome.draft.duration == 180_000
    assert "longest" in outcome.reply


def test_longer_films_have_several_shots_with_transitions_and_other_seeds() -> None:
    row = shots(ask("a 24 second video of the mountains").draft)
    assert 2 <= len(row) <= 4
    assert len({shot.meta["seed"] for shot in row}) == len(row)
    assert all("transition" in shot.meta for shot in row[1:])


@pytest.mark.parametrize("text", ["a cat on the beach", "a woman in a forest", "一只猫在森林里",
    "a robot in a neon city"])  # fmt: skip
def test_what_cannot_be_drawn_is_said(text: str) -> None:
    outcome = ask(text)
    assert outcome.edited
    assert "only draw sceneries" in outcome.reply or "只能画风景" in outcome.reply


STORIES = [("three shots: ocean at dawn, a forest, and a city at night", ["ocean", "forest", "city"]), (
    "Start in the desert, then the mountains, and finally outer space", ["desert", "mountains", "space"]), (
    "Scene 1: sunrise over the mountains\nScene 2: rain in the city, caption: “Hold " "on”\nScene 3: a calm beach",
    ["mountains", "rain", "beach"]), ("1. A quiet forest\n2. The ocean at noon\n3. City lights", ["forest", "ocean",
    "city"]), ("镜头1：城市日出\n镜头2：大海\n镜头3：星空", ["city", "ocean", "space"]), (
    "a 45-second travel video: mountains, desert, ocean", ["mountains", "desert", "ocean"]),]  # fmt: skip


@pytest.mark.parametrize(("text", "scenes"), STORIES)
def test_a_story_becomes_a_row_of_scenes(text: str, scenes: list[str]) -> None:
    outcome = ask(text)
    assert [shot.meta["scene"] for shot in shots(outcome.draft)] == scenes
    assert_sound(outcome.draft)


def test_a_brief_from_a_document_gives_scenes_with_captions_a_title_and_its_settings() -> None:
    brief = (
        "Aqua Bottle\n\nThe bottle that keeps water cold for a whole day.\nMade for people "
        "who live outdoors, by the ocean and in the mountains.\n"
        "It weighs less than a phone. It is made from recycled steel.\n\nTagline: Stay "
        "cool\nDuration: 24 seconds\nFormat: 9:16\nMusic: upbeat\n"
    )
    outcome = ask(brief)
    draft = outcome.draft
    assert draft.duration == 24_000
    assert draft.meta["height"] == 1920
    assert music(draft)[0].meta["style"] == "upbeat"
    assert "Aqua Bottle" in texts(draft)
    assert len(shots(draft)) >= 3
    assert any("cold" in words for words in texts(draft))
    assert_sound(draft)


def test_captions_of_a_storyboard_stand_on_their_scenes_and_follow_them() -> None:
    draft = ask(
        "Scene 1: the ocean, text: “One”\nScene 2: a forest, text: “Two”\nScene 3: the city, text: “Three”"
    ).draft
    assert texts(draft) == ["One", "Two", "Three"]
    moved = ask("put the last clip first", draft).draft
    assert texts(moved) == ["Three", "One", "Two"]


def test_undo_goes_back_step_by_step_and_redo_forth_again() -> None:
    first = drawn()
    second = ask('add the title "A"', first).draft
    third = ask("make it vertical", second).draft
    one_back = ask("undo", third, history=(Draft(), first, second)).draft
    assert texts(one_back) == ["A"]
    assert one_back.meta["height"] == 1080
    two_back = ask("undo", one_back, history=(Draft(), first, second, third)).draft
    assert texts(two_back) == []
    forth = ask("redo", two_back, history=(Draft(), first, second, third, one_back)).draft
    assert texts(forth) == ["A"]
    edited = ask("make it square", forth, history=(Draft(), first, second, third, one_back, two_back)).draft
    assert not ask("redo", edited, history=(Draft(), first, second, third, one_back, two_back, forth)).edited
    assert texts(ask("undo", edited, history=(Draft(), first, second, third, one_back, two_back, forth)).draft) == ["A"]


def test_there_is_nothing_to_undo_at_first() -> None:
    assert not ask("undo").edited


@pytest.mark.parametrize("text", ["make it better", "Hello!", "thanks", "what can you do?", "好看一点", "asdf qwer",
    "", "???", "你好", "export", "how long is it?", "stabilize it"])  # fmt: skip
def test_nothing_is_changed_or_charged_when_nothing_is_asked(text: str) -> None:
    draft = drawn()
    outcome = ask(text, draft)
    assert not outcome.edited
    assert outcome.generated == 0
    assert outcome.draft == draft
    assert outcome.reply


def test_an_edit_changes_only_what_was_asked_and_keeps_ids() -> None:
    before = ask('add crossfades, upbeat music and the title "Hi"', three(), (DEMO,)).draft
    after = ask("make it black and white", before, (DEMO,)).draft
    assert [shot.id for shot in shots(after)] == [shot.id for shot in shots(before)] == ["s0", "s1", "s2"]
    assert all(shot.meta["look"] == "bw" for shot in shots(after))
    assert after.tracks[1:] == before.tracks[1:]
    trimmed = ask("cut the first 3 seconds", before, (DEMO,)).draft
    assert [shot.id for shot in shots(trimmed)] == ["s0", "s1", "s2"]
    assert trimmed.duration == 27_000


def test_a_clip_named_in_the_text_is_the_one_that_is_used() -> None:
    outcome = ask("turn holiday-beach.mov into a 10 second square video", media=CLIPS)
    assert {shot.meta["media"] for shot in shots(outcome.draft)} == {"beach"}
    assert (outcome.draft.meta["width"], outcome.draft.meta["height"]) == (1080, 1080)


@pytest.mark.parametrize(
    "prompt", ["turn this into a 6 second promo with the title “Hi”", "make a 6 second video of this"]
)
def test_a_sound_that_came_alone_is_put_under_a_drawn_film(prompt: str) -> None:
    outcome = ask(prompt, media=(SONG,))
    assert outcome.edited, outcome.reply
    assert outcome.draft.duration == 6_000
    assert [segment.meta["media"] for segment in music(outcome.draft)] == ["song"]
    assert "can't show" not in outcome.reply


def test_clips_that_are_spoken_of_are_asked_for_when_only_a_sound_came() -> None:
    outcome = ask("turn this clip into a 6 second promo", media=(SONG,))
    assert not outcome.edited
    assert "I don't have your clips yet" in outcome.reply


def test_an_uploaded_song_is_the_music() -> None:
    outcome = ask("a slideshow of my photos with my song", media=(*PHOTOS, SONG))
    assert {part.meta["media"] for part in music(outcome.draft)} == {"song"}
    assert_sound(outcome.draft, (*PHOTOS, SONG))


@pytest.mark.parametrize(("text", "word"), [("加标题“夏日”", "添加"), ("add the title “Summer”", "Done"), (
    "añade el título «Verano» con música", "Listo")])  # fmt: skip
def test_the_reply_is_in_the_persons_language(text: str, word: str) -> None:
    assert word in ask(text, drawn()).reply


def test_a_numbered_list_of_edits_is_no_storyboard() -> None:
    outcome = ask(
        "please do all of this:\n1. trim the first 3 seconds\n2. make it vertical\n3. add the title 'Go'",
        three(),
        (DEMO,),
    )
    assert outcome.generated == 0
    assert outcome.draft.duration == 27_000
    assert outcome.draft.meta["height"] == 1920
    assert texts(outcome.draft) == ["Go"]


def test_a_storyboard_over_uploaded_photos_uses_all_of_them() -> None:
    brief = (
        "Nimbus Coffee\nScene 1: the roastery\nScene 2: the beans\nScene 3: the cup\nTagline: Nimbus. Rise slowly.\n"
    )
    outcome = ask(brief, media=PHOTOS)
    assert [shot.meta["media"] for shot in shots(outcome.draft)] == ["photo1", "photo2", "photo3"]
    title = next(
        part
        for track in outcome.draft.of_type(TrackType.TEXT)
        for part in track.segments
        if part.meta["role"] == "title"
    )
    assert (title.meta["text"], title.meta["sub"]) == ("Nimbus Coffee", "Nimbus. Rise slowly")


def test_photos_that_find_no_room_are_counted_out_loud() -> None:
    many = tuple(MediaItem(f"p{number}", f"{number}.jpg", MediaKind.IMAGE, 0, 300, 200) for number in range(60))
    outcome = direct(Turn("a slideshow of these, 20 seconds", Draft(), many))
    shown = {shot.meta.get("media") for shot in shots(outcome.draft)}
    assert f"room for {len(shown)} of your 60 files" in outcome.reply
