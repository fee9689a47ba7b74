"""The picture of the tracks: right size, right colours, readable in every script, bounded."""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image, ImageChops, ImageDraw

from core.locales import Speech
from core.timeline import draw
from core.timeline.lettering import Lettering
from tests.core.timeline.drafts import city, draft, hostile_drafts, segment, track

BLUE, GREEN, AMBER = (0x4F, 0x7C, 0xFF), (0x1F, 0xAE, 0x8C), (0xF0, 0xB6, 0x4A)


def test_each_kind_of_track_has_its_bar_as_long_as_it_plays(tmp_path: Path) -> None:
    path = tmp_path / "t.png"
    size = draw(city(), path)
    with Image.open(path) as image:
        assert (image.format, image.size) == ("PNG", size)
        colours = {colour: count for count, colour in image.convert("RGB").getcolors(1 << 20) or []}
    assert colours[BLUE] > 40_000
    assert colours[GREEN] > 40_000
    assert 8_000 < colours[AMBER] < colours[BLUE] / 2


def test_the_words_follow_the_reader(tmp_path: Path) -> None:
    draw(city(), tmp_path / "en.png", Speech("en"))
    assert (tmp_path / "en.png").stat().st_size < 100_000


@pytest.mark.parametrize("text", ["Urban Dreams", "Берег моря", "日落下的城市", "夕日の街", "노을", "café ß ñ"])
def test_every_script_leaves_ink(text: str) -> None:
    image = Image.new("L", (400, 40))
    lettering = Lettering(18)
    lettering.draw(ImageDraw.Draw(image), (4, 20), text, "white")
    box = image.getbbox()
    assert box is not None
    assert box[2] - box[0] > lettering.width(text) * 0.7


def test_each_character_of_a_script_has_a_shape_of_its_own() -> None:
    def ink(text: str) -> Image.Image:
        image = Image.new("L", (60, 40))
        Lettering(20).draw(ImageDraw.Draw(image), (4, 20), text, "white")
        return image

    for one, two in ("日月", "жщ", "かき"):
        assert ImageChops.difference(ink(one), ink(two)).getbbox() is not None


def test_a_label_never_leaves_its_bar() -> None:
    lettering = Lettering(15)
    for room in (0, 5, 20, 61, 300):
        assert lettering.width(lettering.clipped("IMG_20260712_203311.MOV 日落下的城市", room)) <= room
    assert lettering.clipped("short", 300) == "short"


def test_a_hundred_tracks_of_a_thousand_segments_stay_small(tmp_path: Path) -> None:
    row = track(0, *(segment(i * 300, 280, title=f"clip {i}") for i in range(1000)))
    width, height = draw(draft(*[row] * 100), tmp_path / "big.png")
    assert (width, height < 1400) == (1280, True)
    assert (tmp_path / "big.png").stat().st_size < 300_000


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile_drafts)
def test_any_draft_can_be_drawn(tmp_path: Path, data: Any) -> None:
    width, height = draw(data, tmp_path / "any.png")
    assert Image.open(io.BytesIO((tmp_path / "any.png").read_bytes())).size == (width, height)
