"""What changed is told in words."""

from typing import Any

from hypothesis import given

from core.locales import Speech
from core.timeline import changes
from tests.core.timeline.drafts import any_json, city, draft, hostile_drafts, segment, track

EN = Speech("en")


def test_a_first_draft_is_told_piece_by_piece() -> None:
    assert changes({}, city(), EN) == [
        "Added clip “city timelapse” (0–10 s)",
        "Added sound “Lo-fi” (0–10 s, 35 %)",
        "Added title “Urban Dreams” (0–3 s)",
    ]


def test_no_change_is_no_sentence() -> None:
    assert changes(city(), city(), EN) == []


def test_a_title_that_came_or_went() -> None:
    without = city()
    without["t"].pop()
    assert changes(without, city(), EN) == ["Added title “Urban Dreams” (0–3 s)"]
    assert changes(city(), without, EN) == ["Removed title “Urban Dreams”"]


def test_volume_text_place_and_length() -> None:
    after = city()
    after["t"][1]["sg"][0]["m"]["volume"] = 0.2
    after["t"][2]["sg"][0].update(st=2000, m={"text": "City Dreams", "role": "title"})
    assert changes(city(), after, EN) == [
        "Volume of “Lo-fi”: 35 % → 20 %",
        "Changed the text “Urban Dreams” to “City Dreams”",
        "Moved “City Dreams” to 2–5 s",
    ]


def test_a_trim_shortens_the_film() -> None:
    after = city()
    after["t"][0]["sg"][0]["d"] = 6500
    assert changes(city(), after, EN) == [
        "Shortened “city timelapse” to 6.5 s",
        "The video is now 6.5 s long (was 10 s)",
    ]


def test_music_under_the_whole_film_follows_it_without_a_word() -> None:
    after = city()
    for row in after["t"][:2]:
        row["sg"][0]["d"] = 15_000
    assert changes(city(), after, EN) == [
        "Lengthened “city timelapse” to 15 s",
        "The video is now 15 s long (was 10 s)",
    ]


def test_the_canvas() -> None:
    after = city()
    after["m"].update(width=1080, height=1920)
    assert changes(city(), after, EN) == ["The picture is now 1080×1920 (was 1920×1080)"]


def test_another_order_is_one_sentence_and_no_moves() -> None:
    a, b, c = (segment(0, 2000, title=name) for name in "abc")
    before = draft(track(0, a, {**b, "st": 2000}, {**c, "st": 4000}))
    after = draft(track(0, c, {**a, "st": 2000}, {**b, "st": 4000}))
    assert changes(before, after, EN) == ["Changed the order of the clips"]


def test_a_clip_in_front_does_not_move_the_others() -> None:
    before = draft(track(0, segment(0, 2000, title="a"), segment(2000, 2000, title="b")))
    after = draft(
        track(0, segment(0, 1000, title="new"), segment(1000, 2000, title="a"), segment(3000, 2000, title="b"))
    )
    assert changes(before, after, EN) == ["Added clip “new” (0–1 s)", "The video is now 5 s long (was 4 s)"]


def test_many_of_a_sort_are_counted() -> None:
    after = city()
    captions = (segment(i * 1000, 900, text=f"word {i}", role="caption") for i in range(8))
    after["t"].append(track(7, *captions, name="Captions"))
    assert changes(city(), after, EN) == ["Added 8 captions"]


def test_another_look_is_told_by_name() -> None:
    after = city()
    after["t"][0]["sg"][0]["m"]["look"] = "bw"
    assert changes(city(), after, EN) == ["Changed the look of “city timelapse”"]


def test_unknown_keys_that_changed_are_never_silent() -> None:
    after = {**city(), "grade": {"lut": "noir"}}
    assert changes(city(), after, EN) == ["Changed details of the timeline"]


def test_a_storm_of_changes_is_cut_short() -> None:
    before = draft(track(0, *(segment(i * 1000, 1000, title=f"c{i}") for i in range(40))))
    after = draft(track(0, *(segment(i * 1000, 700, title=f"c{i}") for i in range(40))))
    told = changes(before, after, EN)
    assert len(told) == 13
    assert told[-1] == "… and 29 more changes"


@given(any_json | hostile_drafts, any_json | hostile_drafts)
def test_any_two_drafts_can_be_compared(before: Any, after: Any) -> None:
    for sentence in changes(before, after, EN):
        assert sentence
        assert "\n" not in sentence
        assert len(sentence) < 300


def test_a_film_of_thousands_of_segments_is_told_by_its_first_changes_and_their_number() -> None:
    def long(volume: float) -> dict[str, Any]:
        return draft(*(track(1, *(segment(n, 5, name=f"m{n}", volume=volume) for n in range(500))) for _ in range(4)))

    told = changes(long(0.3), long(0.5), EN)
    assert told[0] == "Volume of “m0”: 30 % → 50 %"
    assert told[12:] == ["… and 1988 more changes"]


def test_many_of_the_same_name_and_time_are_paired_by_what_they_mean() -> None:
    def film(*looks: str) -> dict[str, Any]:
        return draft(track(0, *(segment(0, 5, title="clip", look=look) for look in looks)))

    assert changes(film("warm", "cold", "noir"), film("cold", "noir", "warm"), EN) == ["Changed the order of the clips"]
