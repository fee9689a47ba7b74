"""Rendered videos are looked at before they are delivered."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from core.media import MediaFacts, inspect, thumbnail

Paint = Callable[[int], tuple[int, int, int]]


def make_video(path: Path, *, size: tuple[int, int] = (320, 180), frames: int = 20, paint: Paint | None = None) -> Path:
    """A small H.264 MP4 of 10 frames a second: a bright square on a ground that `paint` colours frame by frame."""
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=10, options={"preset": "ultrafast", "g": "5"})
        stream.width, stream.height, stream.pix_fmt = (*size, "yuv420p")
        for number in range(frames):
            picture = np.zeros((size[1], size[0], 3), np.uint8)
            picture[:] = paint(number) if paint else (40, 90, 160)
            if not paint or paint(number) != (0, 0, 0):
                picture[size[1] // 4 : size[1] // 2, size[0] // 4 : size[0] // 2] = (250, 220, 80)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path


def make_sound(path: Path) -> Path:
    """Half a second of silence in an MP4."""
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=44_100)
        for number in range(20):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 44_100, number * 1024
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (1920, 1080)])
async def test_size_and_length_are_told(tmp_path: Path, size: tuple[int, int]) -> None:
    facts = await inspect(make_video(tmp_path / "a.mp4", size=size))
    assert (facts.width, facts.height, facts.has_video, facts.has_audio) == (*size, True, False)
    assert facts.duration == pytest.approx(2.0, abs=0.11)


async def test_a_file_with_sound_only_has_no_picture(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.mp4")
    facts = await inspect(path)
    assert (facts.has_video, facts.has_audio, facts.width) == (False, True, None)
    assert not await thumbnail(path, tmp_path / "a.jpg")


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (128, 128)])
async def test_a_thumbnail_is_small_and_keeps_the_shape(tmp_path: Path, size: tuple[int, int]) -> None:
    out = tmp_path / "a.jpg"
    assert await thumbnail(make_video(tmp_path / "a.mp4", size=size, frames=8), out)
    with Image.open(out) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) == min(320, max(size))
        assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.02)
    assert out.stat().st_size < 200_000


async def test_the_thumbnail_is_not_a_black_frame(tmp_path: Path) -> None:
    def dark_at_both_ends(number: int) -> tuple[int, int, int]:
        return (200, 60, 60) if 25 <= number < 35 else (0, 0, 0)

    out = tmp_path / "a.jpg"
    assert await thumbnail(make_video(tmp_path / "a.mp4", frames=60, paint=dark_at_both_ends), out)
    with Image.open(out) as picture:
        red, _, _ = picture.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert red > 100


async def test_a_black_film_still_has_a_thumbnail(tmp_path: Path) -> None:
    assert await thumbnail(make_video(tmp_path / "a.mp4", paint=lambda _: (0, 0, 0)), tmp_path / "a.jpg")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a video",
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"\x00\x00\x00\x20ftypisom" + b"\x00" * 64,
        b"\x1a\x45\xdf\xa3" + b"\xff" * 64,
        b"<?xml version='1.0'?><MPD/>",
    ],
)
async def test_what_is_no_video_has_no_facts_and_leaves_no_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    assert await inspect(path) == MediaFacts()
    assert not await thumbnail(path, tmp_path / "a.jpg")
    assert not (tmp_path / "a.jpg").exists()


async def test_a_missing_file_has_no_facts(tmp_path: Path) -> None:
    assert await inspect(tmp_path / "gone.mp4") == MediaFacts()


async def test_a_video_cut_off_in_the_middle_does_no_harm(tmp_path: Path) -> None:
    whole = make_video(tmp_path / "whole.mp4").read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[: len(whole) // 2])
    facts = await inspect(path)
    assert facts.duration is None or facts.duration >= 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=40))
async def test_a_damaged_video_does_no_harm(tmp_path: Path, at: int, junk: bytes) -> None:
    source = tmp_path / "source.mp4"
    if not source.exists():
        make_video(source, size=(64, 64), frames=6)
    data = bytearray(source.read_bytes())
    data[at : at + len(junk)] = junk
    (tmp_path / "damaged.mp4").write_bytes(bytes(data))
    await inspect(tmp_path / "damaged.mp4")
    await thumbnail(tmp_path / "damaged.mp4", tmp_path / "damaged.jpg")
