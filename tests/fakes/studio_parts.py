"""Stand-ins for the director and the renderer, so that the studio's server can be tested by itself."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.director.model import MediaKind, Outcome, Step, Turn
from studio.draft import Draft, Segment, Track, TrackType
from studio.errors import FileTypeUnsupported, RenderError


def clip(title: str, duration: int = 4000) -> Track:
    """A video track with one scene."""
    return Track(TrackType.VIDEO, (Segment("v1", 0, duration, {"title": title, "source": "scene", "scene": "ocean"}),))


def titled(draft: Draft, text: str) -> Draft:
    """The draft with one more title."""
    return Draft((*draft.tracks, Track(TrackType.TEXT, (Segment("x", 0, 1000, {"text": text}),))), draft.meta)


def direct(turn: Turn) -> Outcome:
    """`make …` generates in two stages, `title …` edits, `cut …` uses the first upload, `undo` goes back; else talk."""
    word, _, rest = turn.text.partition(" ")
    if word == "make":
        raw = Draft((clip(rest),))
        whole = titled(raw, rest)
        steps = (Step("generate_video", {"prompt": rest}), Step("add_title", {"text": rest}))
        return Outcome(whole, f"I made “{rest}” for you, with a title.", steps, (raw, whole), generated=1)
    if word == "title":
        draft = titled(turn.draft, rest)
        return Outcome(draft, f"Added the title “{rest}”.", (Step("add_title", {"text": rest}),), (draft,))
    if word == "cut":
        item = turn.media[0]
        segment = Segment("c1", 0, 2000, {"source": "clip", "media": item.id, "in": 0, "title": item.filename})
        draft = Draft((Track(TrackType.VIDEO, (segment,)),))
        return Outcome(draft, "Cut it.", (Step("cut_clip"),), (draft,))
    if word == "undo" and turn.history:
        return Outcome(turn.history[-1], "Taken back.", (Step("undo"),), (turn.history[-1],))
    if word == "crash":
        raise RuntimeError("a secret inside")
    return Outcome(turn.draft, "I cannot do that, so nothing was changed and nothing charged.")


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _head(path: Path) -> bytes:
    return path.read_bytes()[:6]


@dataclass(frozen=True)
class Rendered:
    """What the stand-in renderer made."""

    size: int
    duration: int
    width: int
    height: int


class ScriptedRenderer:
    """Writes a file at once, or when the test lets it. `gate` closed holds every export at 40 %."""

    def __init__(self, content: bytes = b"mp4" * 1000) -> None:
        self.content = content
        self.gate = asyncio.Event()
        self.gate.set()
        self.started = asyncio.Semaphore(0)
        self.running = 0
        self.most_running = 0
        self.killed = 0
        self.error: str | None = None
        self.seen: list[tuple[Draft, dict[str, Path]]] = []
        self.settings: list[tuple[str, int, float]] = []

    async def __call__(
        self,
        draft: Draft,
        media: Mapping[str, Path],
        output: Path,
        *,
        on_progress: Callable[[int], None],
        preset: str,
        crf: int,
        scale: float,
    ) -> Rendered:
        self.seen.append((draft, dict(media)))
        self.settings.append((preset, crf, scale))
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        _write(output, self.content[:10])
        on_progress(40)
        self.started.release()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.killed += 1
            raise
        finally:
            self.running -= 1
        if self.error:
            raise RenderError(self.error)
        _write(output, self.content)
        return Rendered(len(self.content), draft.duration, int(draft.meta.get("width", 1920)), 1080)


@dataclass(frozen=True)
class Probed:
    """What the stand-in probe found."""

    kind: MediaKind
    duration: int = 2000
    width: int = 640
    height: int = 360
    fps: float = 30.0
    has_audio: bool = True
    cuts: tuple[int, ...] = (0, 500)


async def probe(path: Path, filename: str) -> Probed:
    """Everything is a video, but for what says of itself that it is broken."""
    if _head(path) == b"broken":
        raise FileTypeUnsupported(f"“{filename}” cannot be read.")
    return Probed(MediaKind.VIDEO)
