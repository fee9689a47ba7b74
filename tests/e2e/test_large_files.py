"""Large material goes through, and memory does not grow with it."""

import asyncio
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks import upload
from benchmarks.sources import make_photo
from tests.e2e.conftest import Starter
from tests.e2e.films import assert_film
from tests.fakes.studio_process import studio_process
from tests.studio.render.material import tone

pytestmark = pytest.mark.heavy
UNIQUE, ROUNDS, FPS = 1, 120, 30


def two_minutes(folder: Path) -> Path:
    """A grainy 1080p clip with sound: one second, a hundred and twenty times over."""
    short, path = folder / "short.mp4", folder / "walk.mp4"
    random = np.random.default_rng(1)
    grain = random.normal(0, 6, (1080, 2048, 1))
    ramp = np.linspace(20, 220, 1920)[None, :, None] * np.ones((1080, 1, 3))
    with av.open(short.as_posix(), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "26", "bf": "0"})
        video.width, video.height, video.pix_fmt = 1920, 1080, "yuv420p"
        audio = container.add_stream("aac", rate=48_000, layout="stereo")
        for number in range(UNIQUE * FPS):
            picture = np.roll(ramp, number * 16, axis=1) + grain[:, number : number + 1920]
            frame = av.VideoFrame.from_ndarray(np.clip(picture, 0, 255).astype(np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(frame))
        sound = av.AudioFrame.from_ndarray(np.ascontiguousarray(tone(UNIQUE)), format="fltp", layout="stereo")
        sound.sample_rate, sound.pts, sound.time_base = 48_000, 0, Fraction(1, 48_000)
        container.mux(audio.encode(sound))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    _repeat(short, path)
    return path


def _repeat(short: Path, path: Path) -> None:
    with av.open(path.as_posix(), "w") as out:
        streams = {}
        for order in range(ROUNDS):
            with av.open(short.as_posix()) as source:
                for stream in source.streams:
                    if stream.index not in streams:
                        streams[stream.index] = out.add_stream_from_template(stream)
                for packet in source.demux():
                    if packet.dts is None or packet.pts is None or packet.pts < 0:
                        continue
                    if packet.pts * packet.time_base >= UNIQUE:
                        continue  # the sound's last packet reaches into the next round
                    shift = int(order * UNIQUE / packet.time_base)
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = streams[packet.stream.index]
                    out.mux(packet)


async def test_a_two_minute_clip_and_three_twelve_megapixel_photos_become_films(tmp_path: Path, start: Starter) -> None:
    clip = await asyncio.to_thread(two_minutes, tmp_path)
    with av.open(clip.as_posix()) as container:
        assert container.duration == pytest.approx(120e6, abs=1e6)
    shots = [tmp_path / f"IMG_{number}.jpg" for number in range(3)]
    for number, shot in enumerate(shots):
        await asyncio.to_thread(make_photo, shot, number)
    async with studio_process(tmp_path / "studio") as studio:
        words = "turn this video into a 5-second promo with a title and upbeat music"
        for order in (["make", words, str(clip)], ["make", "a 6-second slideshow with crossfades", *map(str, shots)]):
            made = start(*order, settings={"NEMO_API_URL": studio.url})
            ended = await asyncio.to_thread(made.ended)
            assert ended.code == 0, ended
            assert_film(tmp_path / ended.path, 5 if clip.name in " ".join(order) else 6)


async def test_an_upload_costs_a_few_megabytes_however_large_it_is() -> None:
    assert "| 64 MB |" in await upload.measured(64)
