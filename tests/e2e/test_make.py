"""`reelay make`: what people say and give, and the film they get."""

from pathlib import Path

import pytest

from tests.e2e.films import assert_film, brief, clip, look, photos
from tests.e2e.stage import Service, Shell

PORTRAIT = 9 / 16


def test_a_sunset_over_a_city_skyline_is_a_ten_second_film(reelay: Shell, service: Service, tmp_path: Path) -> None:
    ended = reelay("make", "generate a 10-second video of a sunset over a city skyline", "--out", "sunset.mp4")
    assert ended.code == 0, ended
    assert ended.out == "sunset.mp4\n"
    assert_film(tmp_path / "sunset.mp4", 10)
    assert "city skyline at sunset" in ended.err
    assert {entry["skill"] for entry in service.calls()} == {"ai-video-maker-sora"}
    assert {entry["platform"] for entry in service.calls()} == {"console"}


def test_product_photos_and_a_tagline_are_a_thirty_second_film(reelay: Shell, service: Service, tmp_path: Path) -> None:
    words = "generate a 30-second video from my product photos and tagline “Made for mornings”"
    ended = reelay("make", words, *photos(tmp_path), "--out", "product.mp4")
    assert ended.code == 0, ended
    assert_film(ended.path, 30)
    assert "Made for mornings" in ended.err
    uploads = [name for entry in service.calls("upload") for name in entry["uploads"]]
    assert uploads == ["a.jpg", "b.png", "c.webp"]
    assert {entry["skill"] for entry in service.calls()} == {"meta-video-generation-free"}


def test_footage_becomes_a_short_promo_with_music_and_transitions(
    reelay: Shell, service: Service, tmp_path: Path
) -> None:
    words = "turn this video into a new short promotional clip with music and transitions"
    ended = reelay("make", words, clip(tmp_path / "demo.mp4"))
    assert ended.code == 0, ended
    assert 3 <= assert_film(tmp_path / ended.path).seconds < 20
    assert "BGM" in ended.err
    assert {entry["skill"] for entry in service.calls()} == {"video-to-generator"}


@pytest.mark.parametrize(
    ("words", "names", "seconds", "shape"),
    [
        ("generate a short text description of a scene into a 1080p MP4", (), 10, 16 / 9),
        ("generate my text or images", ("one.jpg", "two.png"), None, 16 / 9),
        ("a slideshow with crossfades, 9:16", ("a.jpg", "b.png", "c.webp"), None, PORTRAIT),
        ("做一个五秒的海边日落视频，竖屏", (), 5, PORTRAIT),
    ],
)
def test_what_the_skills_tell_people_to_type_gives_a_film(
    reelay: Shell, tmp_path: Path, words: str, names: tuple[str, ...], seconds: float | None, shape: float
) -> None:
    ended = reelay("make", words, *(photos(tmp_path, *names) if names else ()), "--out", "film.mp4")
    assert ended.code == 0, ended
    assert_film(ended.path, seconds, shape)


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_a_document_is_the_prompt(reelay: Shell, service: Service, tmp_path: Path, kind: str) -> None:
    paper = brief(tmp_path, kind, "Generate a 3-second video of the ocean at night.")
    ended = reelay("make", paper, "--out", "film.mp4")
    assert ended.code == 0, ended
    assert_film(ended.path, 3)
    assert [entry["text"] for entry in service.calls("run")] == ["Generate a 3-second video of the ocean at night."]
    assert service.calls("upload") == []


def test_a_document_without_text_is_told_plainly(reelay: Shell, service: Service, tmp_path: Path) -> None:
    ended = reelay("make", brief(tmp_path, "pdf", ""))
    assert ended.code == 1, ended
    assert "There is no text in brief.pdf" in ended.err
    assert ended.out == ""
    assert service.calls("run") == []


def test_a_film_can_be_asked_for_with_its_skill(reelay: Shell, service: Service) -> None:
    ended = reelay("make", "a 2-second video of rain", "--skill", "meta-video-generation-free", "--out", "x.mp4")
    assert ended.code == 0, ended
    assert {entry["skill"] for entry in service.calls()} == {"meta-video-generation-free"}


def test_the_link_is_the_service_s_address_of_the_film(reelay: Shell, service: Service, tmp_path: Path) -> None:
    ended = reelay("make", "a 2-second video of snow", "--out", "x.mp4", "--link")
    assert ended.code == 0, ended
    assert ended.out.startswith(f"{service.url}/")
    assert ended.out.count("\n") == 1
    assert look(tmp_path / "x.mp4").seconds == pytest.approx(2, abs=0.12)


def test_the_film_goes_into_a_folder_that_is_not_there_yet(reelay: Shell, tmp_path: Path) -> None:
    ended = reelay("make", "a 2-second video of snow", "--out", "some/where/x.mp4")
    assert ended.code == 0, ended
    assert look(tmp_path / "some" / "where" / "x.mp4").frames == 60


def test_the_film_gets_a_name_in_a_folder_that_is_there(reelay: Shell, tmp_path: Path) -> None:
    (tmp_path / "films").mkdir()
    ended = reelay("make", "a 2-second video of snow", "--out", "films")
    assert ended.code == 0, ended
    assert ended.path.parent == Path("films")
    assert [path.name for path in (tmp_path / "films").iterdir()] == [ended.path.name]


def test_a_question_that_makes_no_film_is_not_a_success(reelay: Shell) -> None:
    ended = reelay("make", "what can you do for me?")
    assert ended.code == 3, ended
    assert ended.out == ""
    assert ended.err.rstrip().endswith("No video came of it.")
