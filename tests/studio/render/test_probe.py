"""What files are, told by their content; the hostile ones refused."""

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from studio.errors import FileTypeUnsupported
from studio.render.canvas import Canvas
from studio.render.media.clip import Clip
from studio.render.media.inspection import inspect
from studio.render.sound.streams import decode
from tests.studio.render.films import RENDERER
from tests.studio.render.material import (
    make_clip,
    make_photo,
    make_sound,
    png_bomb,
    sound_stream,
    tone,
    turned,
    with_cover,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="file:///etc/passwd"/></svg>'


async def test_a_clip_is_probed_in_a_child_process(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", sound=tone(1.5))
    found = await RENDERER.probe(clip, "holiday.mp4")
    assert (found.kind, found.width, found.height, found.fps, found.has_audio) == ("video", 160, 90, 30.0, True)
    assert found.duration == pytest.approx(1500, abs=40)


async def test_the_refusal_names_the_file_as_its_owner_does(tmp_path: Path) -> None:
    path = tmp_path / "upload_1"
    path.write_text("just words\n" * 50)
    with pytest.raises(FileTypeUnsupported, match=r"^letter\.mp4: "):
        await RENDERER.probe(path, "letter.mp4")


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("a.mp4", "libx264", "yuv420p"),
        ("a.mov", "libx264", "yuv420p"),
        ("a.mkv", "libx264", "yuv420p"),
        ("a.avi", "mpeg4", "yuv420p"),
        ("a.webm", "libvpx-vp9", "yuv420p"),
        ("a.gif", "gif", "rgb8"),
    ],
)
def test_every_kind_of_footage_is_a_video(tmp_path: Path, name: str, codec: str, pix_fmt: str) -> None:
    found = inspect(make_clip(tmp_path / name, codec=codec, pix_fmt=pix_fmt, frames=20, fps=10))
    assert (found["kind"], found["width"], found["height"]) == ("video", 160, 90)
    assert found["duration"] == pytest.approx(2000, abs=120)


@pytest.mark.parametrize(
    ("name", "codec"), [("a.wav", "pcm_s16le"), ("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.aac", "aac")]
)
def test_every_kind_of_sound_is_audio(tmp_path: Path, name: str, codec: str) -> None:
    container = {"a.aac": "adts"}.get(name)
    path = tmp_path / name
    if container:
        with av.open(path.as_posix(), "w", format=container) as out:
            stream = sound_stream(out, codec)
            frame = av.AudioFrame.from_ndarray(tone(1.0), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = 48_000, 0
            out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    else:
        make_sound(path, 1.0, codec)
    found = inspect(path)
    assert found["kind"] == "audio"
    assert found["has_audio"]
    assert found["duration"] == pytest.approx(1000, abs=120)


def test_a_song_with_a_cover_is_no_footage(tmp_path: Path) -> None:
    song = make_sound(tmp_path / "a.mp3", 1.0, "libmp3lame")
    assert inspect(with_cover(song, make_photo(tmp_path / "cover.jpg")))["kind"] == "audio"
    with av.open(song.as_posix()) as container:
        assert container.streams.video


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif"])
def test_every_kind_of_picture_is_an_image(tmp_path: Path, name: str) -> None:
    found = inspect(make_photo(tmp_path / name))
    assert (found["kind"], found["width"], found["height"], found["duration"]) == ("image", 400, 300, 0)


def test_the_size_of_a_photo_is_the_one_people_see(tmp_path: Path) -> None:
    found = inspect(make_photo(tmp_path / "a.jpg", orientation=6))
    assert (found["width"], found["height"]) == (300, 400)


def test_the_size_of_a_turned_clip_is_the_one_people_see(tmp_path: Path) -> None:
    found = inspect(turned(make_clip(tmp_path / "a.mp4"), 90))
    assert (found["width"], found["height"]) == (90, 160)


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png"])
def test_an_animation_is_a_video_as_long_as_its_pictures(tmp_path: Path, name: str) -> None:
    frames = [Image.new("RGB", (40, 30), (shade, 0, 0)) for shade in (10, 100, 200)]
    frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=[300, 200, 500])
    found = inspect(tmp_path / name)
    assert (found["kind"], found["width"], found["height"]) == ("video", 40, 30)
    assert found["duration"] == 1000


def test_cuts_lie_on_key_frames_and_prefer_pictures_with_something_in_them(tmp_path: Path) -> None:
    checks = (np.indices((90, 160)).sum(axis=0) // 9 % 2 * 160 + 40).astype(np.uint8)

    def painter(number: int) -> np.ndarray:
        return np.repeat(checks[..., None], 3, axis=2) if 60 <= number < 75 else np.zeros((90, 160, 3), np.uint8)

    cuts = inspect(make_clip(tmp_path / "a.mp4", frames=150, painter=painter))["cuts"]
    assert cuts[0] == 2000
    assert all(round(cut * 30 / 1000) % 15 == 0 for cut in cuts)


def test_footage_of_key_frames_only_is_sampled_and_not_decoded_whole(tmp_path: Path) -> None:
    cuts = inspect(make_clip(tmp_path / "a.avi", codec="mjpeg", pix_fmt="yuvj420p", frames=300))["cuts"]
    assert 5 < len(cuts) <= 40
    assert len({cut // 250 for cut in cuts}) == len(cuts)


def hostile(folder: Path) -> dict[str, Path]:
    """Files that must be refused."""
    secret = folder / "secret.mp4"
    make_clip(secret, frames=30)
    files = {
        name: folder / name
        for name in ("concat.mp4", "list.m3u8", "hls.mp4", "picture.png", "notes.txt", "session.sdp", "empty.mp4")
    }
    files["concat.mp4"].write_text(f"ffconcat version 1.0\nfile '{secret}'\n")
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n"
    files["list.m3u8"].write_text(playlist)
    files["hls.mp4"].write_text(playlist)
    files["picture.png"].write_text(SVG)
    files["notes.txt"].write_text("words " * 400)
    files["session.sdp"].write_text("v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9999 RTP/AVP 96\na=rtpmap:96 H264/90000\n")
    files["empty.mp4"].write_bytes(b"")
    files["bomb.png"] = png_bomb(folder / "bomb.png")
    files["cut-photo.jpg"] = make_photo(folder / "cut-photo.jpg", (1200, 900))
    files["cut-photo.jpg"].write_bytes(files["cut-photo.jpg"].read_bytes()[:3000])
    files["head-only.mp4"] = folder / "head-only.mp4"
    whole = make_clip(folder / "whole.mp4", frames=30).read_bytes()
    files["head-only.mp4"].write_bytes(whole[: whole.index(b"mdat") + 40])
    return files


def test_hostile_files_are_refused(tmp_path: Path) -> None:
    for name, path in hostile(tmp_path).items():
        with pytest.raises(FileTypeUnsupported):
            pytest.fail(f"{name} was let in as {inspect(path)}")


def test_a_faststart_clip_cut_short_is_refused_when_no_frame_can_be_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(path.as_posix(), "w", options={"movflags": "+faststart"}) as out:
        stream = out.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(30):
            frame = av.VideoFrame.from_ndarray(np.full((90, 160, 3), number, np.uint8), format="rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"mdat") + 12])
    with pytest.raises(FileTypeUnsupported):
        inspect(path)


def test_a_picture_too_wide_and_a_clip_too_long_are_refused_unread(tmp_path: Path) -> None:
    wide = tmp_path / "wide.mkv"
    with av.open(wide.as_posix(), "w") as out:
        stream = out.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = 8192, 8192, "yuvj420p"
        out.mux(stream.encode(av.VideoFrame(8192, 8192, "yuvj420p")))
        out.mux(stream.encode(None))
    with pytest.raises(FileTypeUnsupported, match="8192x8192"):
        inspect(wide)
    day = make_clip(tmp_path / "day.mp4", size=(16, 16), frames=2, fps=1, times=[0, 86_400])
    with pytest.raises(FileTypeUnsupported, match="too long"):
        inspect(day)


SOUNDING = {".mp4", ".ts", ".mkv", ".mp3"}


def changed(data: bytes, seed: int) -> bytes:
    """The file with some of its bytes changed, and every third one cut short."""
    random = np.random.default_rng(seed)
    values = np.frombuffer(data, np.uint8).copy()
    values[random.integers(0, len(values), int(random.choice([1, 8, 60])))] = random.integers(0, 255)
    return values.tobytes()[: len(values) if seed % 3 else int(random.integers(1, len(values)))]


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp", "a.jpg", "a.mp4", "a.ts", "a.mkv", "a.mp3"])
def test_whatever_is_changed_in_a_file_it_is_taken_or_refused(tmp_path: Path, name: str) -> None:
    whole = _small(tmp_path / name).read_bytes()
    path = tmp_path / f"changed-{name}"
    for seed in range(12):
        path.write_bytes(changed(whole, seed))
        try:
            if inspect(path)["kind"] == "video":
                clip = Clip(path, Canvas(64, 36))
                assert [clip.frame(moment).size for moment in (0.0, 0.4, 9.0)] == [(64, 36)] * 3
            for number, block in enumerate(decode(path, 0.0) if path.suffix in SOUNDING else ()):
                assert block.shape[1] == 2
                if number > 40:
                    break
        except FileTypeUnsupported:
            continue


def _small(path: Path) -> Path:
    if path.suffix == ".mp3":
        return make_sound(path, 0.5, "libmp3lame")
    if path.suffix in {".mp4", ".ts", ".mkv"}:
        return make_clip(path, frames=12, sound=tone(0.4))
    greys = [Image.new("RGB", (40, 30), (shade, 0, 0)) for shade in (10, 100, 200)]
    greys[0].save(path, append_images=greys[1:], save_all=path.suffix != ".jpg")
    return path


def test_the_renderer_itself_needs_no_decoder_to_be_imported() -> None:
    command = "import sys, studio.render; sys.exit('av' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0
