"""Small files for the tests, made on the spot: clips of many kinds, photos, sounds, and hostile ones."""

import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from PIL import Image

RATE = 48_000
Painter = Callable[[int], np.ndarray]


def tone(seconds: float, hertz: float = 440.0, level: float = 0.3) -> np.ndarray:
    """A sine, (2, samples)."""
    t = np.arange(round(seconds * RATE)) / RATE
    return np.repeat((level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)[None], 2, axis=0)


def brightness_clock(size: tuple[int, int], per_frame: int = 4) -> Painter:
    """Frame n is grey, `per_frame` brighter each time: which frame is shown can be read from any picture."""
    return lambda number: np.full((size[1], size[0], 3), min(255, 20 + number * per_frame), np.uint8)


def corner(size: tuple[int, int]) -> Painter:
    """Black with a white upper left quarter."""
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    picture[: size[1] // 2, : size[0] // 2] = 255
    return lambda _: picture


def make_clip(
    path: Path,
    *,
    size: tuple[int, int] = (160, 90),
    frames: int = 45,
    fps: int = 30,
    painter: Painter | None = None,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    sound: np.ndarray | None = None,
    audio_codec: str = "aac",
    gop: int = 15,
    times: list[int] | None = None,
    hlg: bool = False,
    sound_at: float = 0.0,
) -> Path:
    """A clip; `times` are the frames' moments in units of a frame, where they are not even. The sound starts at `sound_at`
    seconds."""
    painter = painter or brightness_clock(size)
    with av.open(path.as_posix(), "w") as container:
        video = container.add_stream(codec, rate=fps)
        assert isinstance(video, av.VideoStream)
        video.width, video.height, video.pix_fmt = *size, pix_fmt
        if codec == "libx264":
            video.options = {"preset": "ultrafast", "g": str(gop), "crf": "10"}
        if hlg:
            context = video.codec_context
            context.color_trc, context.color_primaries, context.colorspace, context.color_range = 18, 9, 9, 1
        audio = sound_stream(container, audio_codec) if sound is not None else None
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(painter(number), format="rgb24").reformat(format=pix_fmt)
            frame.pts, frame.time_base = (times[number] if times else number), Fraction(1, fps)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None and sound is not None:
            container.mux(_encoded(audio, sound, sound_at))
    return path


def sound_stream(container: OutputContainer, codec: str) -> av.AudioStream:
    """A stereo stream at 48 kHz."""
    stream = container.add_stream(codec, rate=RATE, layout="stereo")
    assert isinstance(stream, av.AudioStream)
    return stream


def _encoded(stream: av.AudioStream, sound: np.ndarray, at: float = 0.0) -> "list[av.Packet[av.AudioStream]]":
    resampler = av.AudioResampler(
        format=stream.format, layout="stereo", rate=RATE, frame_size=stream.frame_size or 1024
    )
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, round(at * RATE), Fraction(1, RATE)
    packets: list[av.Packet[av.AudioStream]] = []
    for part in [*resampler.resample(frame), *resampler.resample(None)]:
        packets += stream.encode(part)
    return packets + stream.encode(None)


def make_sound(path: Path, seconds: float = 1.0, codec: str = "pcm_s16le", sound: np.ndarray | None = None) -> Path:
    """A sound file of the format that its name's ending says."""
    with av.open(path.as_posix(), "w") as container:
        stream = sound_stream(container, codec)
        container.mux(_encoded(stream, tone(seconds) if sound is None else sound))
    return path


def with_cover(path: Path, cover: Path) -> Path:
    """Put a picture before an MP3 as its ID3 cover."""
    body = b"\x00image/jpeg\x00\x03\x00" + cover.read_bytes()
    frame = b"APIC" + struct.pack(">I", len(body)) + b"\x00\x00" + body
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    sound = path.read_bytes()
    if sound.startswith(b"ID3"):
        sound = sound[10 + sum(byte << shift for byte, shift in zip(sound[6:10], (21, 14, 7, 0), strict=True)) :]
    path.write_bytes(b"ID3\x03\x00\x00" + size + frame + sound)
    return path


def turned(path: Path, degrees: int) -> Path:
    """Write a rotation into the display matrix of an MP4's video track, as phones do."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd")
    matrix_at = at + 4 + 4 + 20 + 16  # version and flags, times and ids, reserved to volume
    one, cos, sin = 0x40000000, {90: 0, 180: -1, 270: 0}[degrees], {90: 1, 180: 0, 270: -1}[degrees]
    data[matrix_at : matrix_at + 36] = struct.pack(">9i", cos << 16, sin << 16, 0, -sin << 16, cos << 16, 0, 0, 0, one)
    path.write_bytes(bytes(data))
    return path


def make_photo(path: Path, size: tuple[int, int] = (400, 300), orientation: int = 1) -> Path:
    """A photo with a red upper left quarter on grey; `orientation` as EXIF numbers it."""
    picture = Image.new("RGB", size, (120, 120, 120))
    picture.paste((220, 20, 20), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(path, exif=exif)
    return path


def png_bomb(path: Path, side: int = 30_000) -> Path:
    """A small PNG that claims to be huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b""))
    return path


def read_frames(path: Path) -> list[np.ndarray]:
    """All frames of a film as luma planes."""
    with av.open(path.as_posix()) as container:
        return [frame.reformat(format="gray").to_ndarray() for frame in container.decode(video=0)]


def read_sound(path: Path) -> np.ndarray:
    """All sound of a film, (samples, 2)."""
    resampler = av.AudioResampler(format="flt", layout="stereo", rate=RATE)
    with av.open(path.as_posix()) as container:
        blocks = [
            part.to_ndarray().reshape(-1, 2)
            for frame in container.decode(audio=0)
            for part in resampler.resample(frame)
        ]
    return np.concatenate(blocks)
