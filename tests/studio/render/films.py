"""Small drafts, their renders and the processes that make them, for the tests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.draft import Draft
from studio.render.children import Children
from studio.render.service import Rendered, Renderer

CHILDREN = Children()
RENDERER = Renderer(CHILDREN)


async def rendered(
    draft: dict[str, Any], output: Path, media: Mapping[str, Path] | None = None, scale: float = 1.0
) -> Rendered:
    return await RENDERER.render(
        Draft.from_json(draft), media or {}, output, on_progress=lambda _: None, preset="ultrafast", scale=scale
    )


def draft_of(
    *segments: dict[str, Any], size: tuple[int, int] = (160, 90), more: tuple[dict[str, Any], ...] = (), **meta: Any
) -> dict[str, Any]:
    return {"m": {"width": size[0], "height": size[1], **meta}, "t": [{"tt": 0, "sg": list(segments)}, *more]}


def scene(duration: int, word: str = "abstract", mood: str = "night", **more: Any) -> dict[str, Any]:
    return {"d": duration, "m": {"source": "scene", "scene": word, "mood": mood, "seed": 1}, **more}


def offspring(pid: int) -> list[int]:
    """The processes that a process began."""
    return [
        int(number)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for number in (task / "children").read_text().split()
    ]
