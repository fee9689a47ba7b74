"""Picture and sound of a file by its one clock: offsets, gaps, damage, several sounds."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition

from studio.render.canvas import Canvas
from studio.render.media.clip import Clip
from studio.render.media.inspection import inspect
from studio.render.sound.samples import RATE, Samples
from studio.render.sound.streams import FileStream, decode
from tests.studio.render.material import make_clip, sound_stream, tone


def heard(path: Path, begin: float = 0.0) -> Samples:
    return np.concatenate(list(decode(path, begin)))


def starts_sounding(sound: Samples) -> float:
    """Seconds of silence before the first sound."""
    return float(np.argmax(np.abs(sound[:, 0]) > 0.05)) / RATE


@pytest.mark.parametrize("sound_at", [0.0, 0.4, 1.2])
def test_sound_that_starts_after_the_picture_stays_after_it(tmp_path: Path, sound_at: float) -> None:
    clip = make_clip(tmp_path / "a.mp4", sound=tone(0.5), sound_at=sound_at)
    assert starts_sounding(heard(clip)) == pytest.approx(sound_at, abs=0.03)


def test_a_cut_into_footage_hears_what_belongs_to_its_picture(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", sound=tone(0.5), sound_at=1.0)
    assert starts_sounding(heard(clip, begin=0.7)) == pytest.approx(0.3, abs=0.03)
    assert starts_sounding(heard(clip, begin=1.1)) < 0.03


def test_sound_from_before_the_picture_is_left_out(tmp_path: Path) -> None:
    burst = np.concatenate([tone(0.2), np.zeros((2, RATE), np.float32), tone(0.3)], axis=1)
    clip = make_clip(tmp_path / "a.mkv", times=list(range(15, 60)), sound=burst)  # the picture begins at 0.5 s
    sound = heard(clip)
    assert starts_sounding(sound) == pytest.approx(0.7, abs=0.03)
    assert inspect(clip)["duration"] == pytest.approx(1500, abs=34)


def test_a_gap_in_the_sound_is_as_long_as_the_clock_says(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    with av.open(path.as_posix(), "w") as container:
        stream = sound_stream(container, "pcm_s16le")
        for start in (0, 2 * RATE):
            frame = av.AudioFrame.from_ndarray(np.full((1, RATE), 9000, np.int16), format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            container.mux(stream.encode(next(iter(av.AudioResampler("s16", "stereo", RATE).resample(frame)))))
    sound = np.abs(heard(path)[:, 0]) > 0.1
    assert [bool(sound[round(second * RATE)]) for second in (0.5, 1.5, 2.5)] == [True, False, True]


def test_the_sound_marked_as_the_usual_one_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    with av.open(path.as_posix(), "w") as container:
        streams = [sound_stream(container, "pcm_s16le") for _ in range(2)]
        streams[0].disposition, streams[1].disposition = Disposition(0), Disposition.default
        for stream, level in zip(streams, (3000, 15_000), strict=True):
            frame = av.AudioFrame.from_ndarray(np.full((1, RATE), level, np.int16), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = RATE, 0
            container.mux(stream.encode(frame))
    assert np.abs(heard(path)).mean() == pytest.approx(15_000 / 32_768, abs=0.01)


def test_sound_that_changes_its_channels_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.ts"
    parts: list[bytes] = []
    for layout in ("mono", "stereo"):
        with av.open((tmp_path / "part.ts").as_posix(), "w") as container:
            stream = container.add_stream("mp2", rate=RATE, layout=layout)
            assert isinstance(stream, av.AudioStream)
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(tone(1.0)[: stream.channels].T * 32_000).astype(np.int16).reshape(1, -1),
                format="s16",
                layout=layout,
            )
            frame.sample_rate, frame.pts = RATE, RATE * len(parts)
            for piece in av.AudioResampler("s16", layout, RATE, frame_size=1152).resample(frame):
                container.mux(stream.encode(piece))
            container.mux(stream.encode(None))
        parts.append((tmp_path / "part.ts").read_bytes())
    path.write_bytes(b"".join(parts))
    reader = FileStream(path)
    assert np.abs(reader.read(round(1.8 * RATE))[round(1.5 * RATE) :]).max() > 0.2


def damaged(path: Path, times: int = 3) -> Path:
    """Overwrite some packets in the middle of the picture."""
    data = bytearray(path.read_bytes())
    with av.open(path.as_posix()) as container:
        places = [packet.pos for packet in container.demux(video=0) if packet.pos and packet.size]
    for place in places[len(places) // 2 : len(places) // 2 + times]:
        assert place is not None
        data[place + 4 : place + 40] = b"\x00" * 36
    path.write_bytes(bytes(data))
    return path


def test_footage_goes_on_after_damage(tmp_path: Path) -> None:
    clip = damaged(make_clip(tmp_path / "a.mkv", frames=60, codec="mjpeg", pix_fmt="yuvj420p"))
    reader = Clip(clip, Canvas(160, 90))
    shades = [float(np.asarray(reader.frame(number / 30).y).mean()) for number in range(60)]
    assert shades[59] > shades[20] + 100


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4"])
def test_a_file_cut_short_is_as_long_as_what_is_there(tmp_path: Path, name: str) -> None:
    whole = tmp_path / f"whole-{name}"
    with av.open(whole.as_posix(), "w", options={"movflags": "+faststart"} if name == "a.mp4" else {}) as out:
        stream = out.add_stream("mjpeg", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuvj420p"
        for number in range(40):
            noise = np.random.default_rng(number).integers(0, 255, (90, 160, 3), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(noise, format="rgb24")))
        out.mux(stream.encode(None))
    data = whole.read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    assert inspect(whole)["duration"] == 4000
    assert inspect(tmp_path / name)["duration"] == pytest.approx(2000, abs=500)


def test_footage_of_another_rate_is_never_more_than_half_a_frame_late(tmp_path: Path) -> None:
    clip = make_clip(
        tmp_path / "a.mp4", frames=50, fps=25, painter=lambda number: np.full((90, 160, 3), 4 * number, np.uint8)
    )
    reader = Clip(clip, Canvas(160, 90))
    late = []
    for number in range(55):
        shade = float(np.asarray(reader.frame(number / 30).y).mean())
        late.append(number / 30 - round((shade - 16) / 219 * 255 / 4) / 25)
    assert max(late) < 0.027
    assert min(late) > -0.022
