"""Pictures and sound into an MP4: H.264 High and AAC-LC, tagged BT.709, index first."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from studio.render.canvas import Canvas
from studio.render.planes import Planes, writable
from studio.render.sound.mix import Mixer
from studio.render.sound.samples import RATE

AHEAD = 6
ENCODER_THREADS = 8
AUDIO_BITS = 160_000
AUDIO_BLOCK = RATE // 10


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """libx264's preset and constant rate factor."""

    preset: str = "veryfast"
    crf: int = 21


def write_film(
    output: Path,
    canvas: Canvas,
    frames: int,
    pictures: Iterator[Planes],
    mixer: Mixer,
    settings: EncoderSettings,
    on_frame: Callable[[int], None],
) -> None:
    """Write the whole film; `on_frame` hears how many frames are done."""
    with av.open(output.as_posix(), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = _video_stream(container, canvas, settings)
        audio = _AudioTrack(container, mixer, round(frames / canvas.fps * RATE))
        for number, picture in enumerate(_ahead(pictures)):
            frame = video_frame(picture)
            frame.pts, frame.time_base = number, 1 / canvas.fps
            container.mux(video.encode(frame))
            audio.write_until(float((number + 1) / canvas.fps) + 1.0)
            on_frame(number + 1)
        container.mux(video.encode(None))
        audio.finish()


def _video_stream(container: OutputContainer, canvas: Canvas, settings: EncoderSettings) -> VideoStream:
    options = {"preset": settings.preset, "crf": str(settings.crf), "profile": "high"}
    if settings.preset == "ultrafast":
        options["x264-params"] = "8x8dct=1"  # without it the film would be of the baseline profile
    stream = container.add_stream("libx264", rate=canvas.fps, options=options)
    stream.width, stream.height, stream.pix_fmt = canvas.width, canvas.height, "yuv420p"
    context = stream.codec_context
    context.thread_count = ENCODER_THREADS
    context.time_base = 1 / canvas.fps
    context.sample_aspect_ratio = Fraction(1)
    context.color_range = ColorRange.MPEG
    context.colorspace = Colorspace.ITU709
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    return stream


def video_frame(picture: Planes) -> av.VideoFrame:
    """The picture in memory of its own, which the encoder reads without another copy."""
    width, height = picture.size
    memory = np.empty((height * 3 // 2, width), np.uint8)
    flat = memory.reshape(-1)
    start = 0
    for plane in picture.images:
        end = start + plane.width * plane.height
        writable(flat[start:end].reshape(plane.height, plane.width)).paste(plane, (0, 0))
        start = end
    return av.VideoFrame.from_numpy_buffer(memory, format="yuv420p")


class _AudioTrack:
    """The sound track, written a little ahead of the picture."""

    def __init__(self, container: OutputContainer, mixer: Mixer, samples: int) -> None:
        self._container, self._mixer, self._samples = container, mixer, samples
        self._stream: AudioStream = container.add_stream("aac", rate=RATE, layout="stereo")
        self._stream.bit_rate = AUDIO_BITS
        self._at = 0

    def write_until(self, seconds: float) -> None:
        end = min(self._samples, int(seconds * RATE))
        while self._at < end:
            count = min(AUDIO_BLOCK, self._samples - self._at)
            block = np.ascontiguousarray(self._mixer.read(count).T)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._at, Fraction(1, RATE)
            self._at += count
            self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self.write_until(self._samples / RATE + 1)
        self._container.mux(self._stream.encode(None))
        self._mixer.close()


def _ahead(pictures: Iterator[Planes]) -> Iterator[Planes]:
    """Draw in a thread of its own, some frames ahead of the encoder; an error there is raised here."""
    ready: queue.Queue[Planes | BaseException | None] = queue.Queue(AHEAD)

    def work() -> None:
        try:
            for picture in pictures:
                ready.put(picture)
            ready.put(None)
        except BaseException as error:  # noqa: BLE001 - raised again where the frames are read
            ready.put(error)

    threading.Thread(target=work, daemon=True).start()
    while (item := ready.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        yield item
