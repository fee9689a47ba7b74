"""What people give and what they get: footage, photos, papers, and a look at an MP4."""

from dataclasses import dataclass
from pathlib import Path

import av
import docx
import pytest

from tests.core.test_documents import pdf_with
from tests.studio.render.material import make_clip, make_photo, tone


@dataclass(frozen=True)
class Film:
    """The facts of an MP4."""

    video: str
    audio: str
    width: int
    height: int
    seconds: float
    frames: int

    @property
    def shape(self) -> float:
        """Width by height."""
        return self.width / self.height


def look(path: Path) -> Film:
    """Decode a film to its end and tell what it is. A player can start it before it has all of it."""
    head = path.read_bytes()[:4096]
    assert head[4:8] == b"ftyp"
    assert b"moov" in head, "the index must be in front"
    with av.open(path.as_posix()) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.codec_context.pix_fmt == "yuv420p"
        assert container.duration is not None
        frames = sum(1 for _ in container.decode(video))
        return Film(
            video.codec_context.name,
            audio.codec_context.name,
            video.codec_context.width,
            video.codec_context.height,
            container.duration / av.time_base,
            frames,
        )


def assert_film(path: Path, seconds: float | None = None, shape: float = 16 / 9) -> Film:
    """An MP4 that plays everywhere, of this length and aspect."""
    film = look(path)
    assert (film.video, film.audio) == ("h264", "aac")
    assert abs(film.shape - shape) < 0.02, film
    assert film.frames / film.seconds == pytest.approx(30, abs=0.5), film
    if seconds is not None:
        assert film.seconds == pytest.approx(seconds, abs=0.12), film
    return film


def clip(path: Path, seconds: int = 20) -> Path:
    """A small clip with a tone."""
    return make_clip(path, size=(320, 180), frames=seconds * 30, sound=tone(seconds))


def photos(folder: Path, *names: str) -> list[Path]:
    """Small photos of these names."""
    return [make_photo(folder / name, (800, 600)) for name in names or ("a.jpg", "b.png", "c.webp")]


def brief(folder: Path, kind: str, words: str) -> Path:
    """A document that says what to make."""
    path = folder / f"brief.{kind}"
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph(words)
        document.save(path.as_posix())
    else:
        path.write_bytes(pdf_with(words) if kind == "pdf" else words.encode())
    return path
