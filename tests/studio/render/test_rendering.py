"""Whole renders, small: what every film must be, whatever is in it."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from studio.render.sound.samples import loudness
from tests.studio.render.films import draft_of, rendered, scene
from tests.studio.render.material import (
    brightness_clock,
    make_clip,
    make_photo,
    make_sound,
    read_frames,
    read_sound,
    tone,
    turned,
)

pytestmark = pytest.mark.heavy


async def test_a_film_is_h264_high_with_aac_tagged_bt709_index_first(tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    music = {"tt": 1, "sg": [{"d": 3000, "m": {"style": "lofi"}}]}
    title = {"tt": 7, "sg": [{"st": 200, "d": 2000, "m": {"text": "Urban Dreams", "sub": "over the city"}}]}
    made = await rendered(
        draft_of(scene(3000, "city", "sunset"), size=(1920, 1080), more=(music, title)), film, scale=0.25
    )
    assert (made.width, made.height, made.duration, made.size) == (480, 270, 3000, film.stat().st_size)
    with av.open(film.as_posix()) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        assert (video.codec.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1, 1)
        assert video.sample_aspect_ratio == 1
        assert video.average_rate == 30
        assert video.frames == 90
        assert (audio.codec.name, audio.profile, audio.rate, audio.layout.name) == ("aac", "LC", 48_000, "stereo")
    data = film.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize(("duration", "fps"), [(1000, 30), (1234, 30), (733, 24), (2517, 25), (1500, 29.97)])
async def test_a_film_lasts_exactly_as_long_as_its_draft(tmp_path: Path, duration: int, fps: float) -> None:
    film = tmp_path / "a.mp4"
    await rendered(draft_of(scene(duration, "product"), fps=fps), film)
    frames = round(duration / 1000 * fps)
    assert len(read_frames(film)) == frames
    with av.open(film.as_posix()) as container:
        assert container.duration == pytest.approx(frames / fps * 1_000_000, abs=1100)
        assert container.start_time == 0


async def test_a_film_without_sound_has_a_silent_track(tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    await rendered(draft_of(scene(1000)), film)
    sound = read_sound(film)
    assert len(sound) >= 48_000
    assert np.abs(sound).max() < 1e-3


async def test_footage_is_shown_from_where_the_draft_says_at_its_speed(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", frames=60, painter=brightness_clock((160, 90), 3))
    segments = (
        {"d": 500, "m": {"media": "c", "in": 500}},
        {"d": 500, "m": {"media": "c", "in": 0, "speed": 2.0}},
        {"d": 500, "m": {"media": "c", "in": 1000, "reverse": True}},
    )
    await rendered(draft_of(*segments), tmp_path / "a.mp4", {"c": clip})
    shades = [float(frame.mean()) for frame in read_frames(tmp_path / "a.mp4")]
    source = [float(frame.mean()) for frame in read_frames(clip)]
    wanted = source[15:30] + source[0:30:2] + source[44:29:-1]
    assert np.abs(np.array(shades) - np.array(wanted)).max() < 4.5


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [("a.avi", "mpeg4", "yuv420p"), ("a.webm", "libvpx-vp9", "yuv420p"), ("a.gif", "gif", "rgb8")],
)
async def test_footage_of_every_kind_is_shown(tmp_path: Path, name: str, codec: str, pix_fmt: str) -> None:
    clip = make_clip(tmp_path / name, codec=codec, pix_fmt=pix_fmt, frames=40, fps=20)
    await rendered(
        draft_of({"d": 500, "m": {"media": "c", "in": 1000}}, size=(190, 106)), tmp_path / "a.mp4", {"c": clip}
    )
    shades = [float(frame.mean()) for frame in read_frames(tmp_path / "a.mp4")]
    source = [float(frame.mean()) for frame in read_frames(clip)]
    assert shades[0] == pytest.approx(source[20], abs=7)
    assert shades[14] == pytest.approx(source[29], abs=7)


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png"])
async def test_a_short_animation_plays_again_until_its_segment_ends(tmp_path: Path, name: str) -> None:
    greys = [Image.new("RGB", (160, 90), (20 + number * 10,) * 3) for number in range(20)]
    clip = tmp_path / name
    greys[0].save(clip, save_all=True, append_images=greys[1:], duration=50)
    await rendered(draft_of({"d": 2600, "m": {"media": "c"}}), tmp_path / "a.mp4", {"c": clip})
    shades = [float(frame.mean()) for frame in read_frames(tmp_path / "a.mp4")]
    assert shades[29] > shades[32] + 60
    assert shades[40] == pytest.approx(shades[10], abs=12)
    assert shades[70] == pytest.approx(shades[10], abs=24)


async def test_footage_of_uneven_rate_keeps_its_time(tmp_path: Path) -> None:
    times = [0, 1, 2, 3, 20, 21, 40, 41, 42, 43]
    clip = make_clip(tmp_path / "clip.mp4", frames=10, painter=brightness_clock((160, 90), 20), times=times)
    await rendered(draft_of({"d": 1400, "m": {"media": "c"}}), tmp_path / "a.mp4", {"c": clip})
    shades = [float(frame.mean()) for frame in read_frames(tmp_path / "a.mp4")]
    source = [float(frame.mean()) for frame in read_frames(clip)]
    assert shades[10] == pytest.approx(source[3], abs=4)
    assert shades[30] == pytest.approx(source[5], abs=4)
    assert shades[41] == pytest.approx(source[7], abs=4)


async def test_a_turned_clip_is_shown_upright(tmp_path: Path) -> None:
    picture = np.zeros((90, 160, 3), np.uint8)
    picture[:45, :80] = 255
    clip = turned(make_clip(tmp_path / "clip.mp4", frames=10, painter=lambda _: picture), 90)
    await rendered(draft_of({"d": 300, "m": {"media": "c"}}, size=(90, 160)), tmp_path / "a.mp4", {"c": clip})
    shown = read_frames(tmp_path / "a.mp4")[5]
    with av.open(clip.as_posix()) as container:
        frame = next(container.decode(video=0))
        expected = np.rot90(frame.reformat(format="gray").to_ndarray(), k=frame.rotation // 90)
    assert np.abs(shown.astype(int) - expected.astype(int)).mean() < 6


async def test_a_photo_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    photo = make_photo(tmp_path / "p.png", (300, 400), orientation=6)
    await rendered(
        draft_of({"d": 200, "m": {"media": "p", "source": "image"}}, size=(160, 120)), tmp_path / "a.mp4", {"p": photo}
    )
    with av.open((tmp_path / "a.mp4").as_posix()) as container:
        picture = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    red = (picture[..., 0] - picture[..., 1]) > 80
    assert red[10:50, 90:150].mean() > 0.95
    assert red[:, 10:70].mean() < 0.05


async def test_a_wide_clip_on_a_tall_canvas_stands_before_a_darker_blur(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", frames=10, painter=lambda _: np.full((90, 160, 3), 200, np.uint8))
    await rendered(
        draft_of({"d": 300, "m": {"media": "c", "fit": "blur"}}, size=(90, 160)), tmp_path / "a.mp4", {"c": clip}
    )
    shown = read_frames(tmp_path / "a.mp4")[3].astype(int)
    assert shown[80, 45] > shown[8, 45] + 40
    assert shown[8, 45] > 30


async def test_hlg_footage_is_shown_in_bt709(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", frames=6, painter=brightness_clock((160, 90), 20), hlg=True)
    with av.open(clip.as_posix()) as container:
        assert next(container.decode(video=0)).color_trc == 18
    await rendered(draft_of({"d": 200, "m": {"media": "c"}}), tmp_path / "a.mp4", {"c": clip})
    shades = [float(frame.mean()) for frame in read_frames(tmp_path / "a.mp4")]
    assert all(later > earlier for earlier, later in pairwise(shades))


async def test_gaps_are_black_and_later_tracks_lie_on_top(tmp_path: Path) -> None:
    white = make_clip(tmp_path / "w.mp4", frames=40, painter=lambda _: np.full((90, 160, 3), 255, np.uint8))
    over = {"tt": 0, "sg": [{"st": 600, "d": 200, "m": {"media": "w", "look": "dark"}}]}
    draft = draft_of({"d": 200, "m": {"media": "w"}}, {"st": 400, "d": 600, "m": {"media": "w"}}, more=(over,))
    await rendered(draft, tmp_path / "a.mp4", {"w": white})
    shades = [float(frame.mean()) for frame in read_frames(tmp_path / "a.mp4")]
    assert shades[3] > 240
    assert shades[8] < 3
    assert shades[14] > 240
    assert 120 < shades[20] < 215
    assert shades[27] > 240


async def test_a_fade_is_half_way_in_its_middle(tmp_path: Path) -> None:
    black = make_clip(tmp_path / "b.mp4", frames=40, painter=lambda _: np.zeros((90, 160, 3), np.uint8))
    white = make_clip(tmp_path / "w.mp4", frames=40, painter=lambda _: np.full((90, 160, 3), 255, np.uint8))
    first = {"d": 1000, "m": {"media": "b"}}
    second = {"st": 600, "d": 1000, "m": {"media": "w", "transition": {"kind": "fade", "d": 400}}}
    await rendered(draft_of(first, second), tmp_path / "a.mp4", {"b": black, "w": white})
    shades = np.array([float(frame.mean()) for frame in read_frames(tmp_path / "a.mp4")])
    assert shades[17] < 3
    assert 100 < shades[23:25].mean() < 155
    assert shades[31] > 250
    assert (np.diff(shades[18:30]) > 0).all()


async def test_the_same_draft_gives_the_same_pictures(tmp_path: Path) -> None:
    draft = draft_of(scene(400, "space"))
    for name in ("a.mp4", "b.mp4"):
        await rendered(draft, tmp_path / name)
    first, second = read_frames(tmp_path / "a.mp4"), read_frames(tmp_path / "b.mp4")
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))


async def test_music_is_as_loud_as_the_draft_wants_and_fades(tmp_path: Path) -> None:
    music = {"tt": 1, "sg": [{"d": 6000, "m": {"style": "upbeat", "volume": 1.0, "fade_in": 500, "fade_out": 1000}}]}
    await rendered(draft_of(scene(6000), size=(64, 36), more=(music,)), tmp_path / "a.mp4")
    sound = read_sound(tmp_path / "a.mp4")
    assert -17 < loudness(sound[48_000:-60_000].astype(np.float32)) < -13
    assert np.abs(sound).max() < 0.9
    assert np.abs(sound[:2000]).max() < 0.1
    assert np.abs(sound[286_500:288_000]).max() < 0.1


async def test_sound_keeps_its_pitch_when_footage_runs_faster(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=90, sound=tone(3.0, 440.0))
    await rendered(draft_of({"d": 1500, "m": {"media": "c", "speed": 2.0}}), tmp_path / "a.mp4", {"c": clip})
    sound = read_sound(tmp_path / "a.mp4")[6000:60_000, 0]
    peak = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))).argmax() * 48_000 / len(sound)
    assert peak == pytest.approx(440, abs=6)


async def test_an_uploaded_song_is_played_again_until_the_end(tmp_path: Path) -> None:
    song = make_sound(tmp_path / "s.wav", 0.8)
    music = {"tt": 1, "sg": [{"d": 3000, "m": {"media": "s", "volume": 0.5}}]}
    await rendered(draft_of(scene(3000), size=(64, 36), more=(music,)), tmp_path / "a.mp4", {"s": song})
    sound = read_sound(tmp_path / "a.mp4")
    levels = [float(np.abs(sound[start : start + 4800]).max()) for start in range(4800, 130_000, 9600)]
    assert all(level == pytest.approx(0.15, abs=0.05) for level in levels)
