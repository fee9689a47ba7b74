"""What the server needs from the director and the renderer, and nothing more."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from studio.director.model import Outcome, Turn
from studio.draft import Draft

Direct = Callable[[Turn], Outcome]
"""Reads one message and answers at once with what is to be done; pure."""


class RenderedFile(Protocol):
    """A finished export: `size` in bytes, `duration` in ms, sizes in pixels."""

    @property
    def size(self) -> int: ...
    @property
    def duration(self) -> int: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class ProbedFile(Protocol):
    """What an uploaded file holds: `kind` video, image or audio, `duration` in ms, sizes in pixels as shown, `cuts` in ms."""

    @property
    def kind(self) -> str: ...
    @property
    def duration(self) -> int: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def fps(self) -> float: ...
    @property
    def has_audio(self) -> bool: ...
    @property
    def cuts(self) -> tuple[int, ...]: ...


class Render(Protocol):
    """Makes an MP4 of a draft in a child process, which a cancelled call kills. Raises RenderError."""

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
    ) -> RenderedFile: ...


class Probe(Protocol):
    """Looks into a file in a child process. Raises FileTypeUnsupported."""

    async def __call__(self, path: Path, filename: str) -> ProbedFile: ...
