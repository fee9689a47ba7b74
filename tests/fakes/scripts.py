"""How one run of the video service in memory goes, what it draws, and how its exports are polled."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.model import DraftJson, Render, RenderState, RunEvent

Redraw = Callable[[DraftJson, str], DraftJson]


def draft_of(title: str, *, seconds: float = 3) -> DraftJson:
    """A draft in the protocol's short keys with one title segment."""
    milliseconds = int(seconds * 1000)
    segment = {"d": milliseconds, "m": {"text": title, "start": 0}}
    return {"d": milliseconds, "t": [{"tt": 7, "sg": [segment], "m": {"name": "Title"}}]}


@dataclass(frozen=True)
class FakeRun:
    """How one run goes.

    `refused` is raised on entering (nothing arrived); `events`, then `says` as finished texts, come out; before the end
    `gate` is awaited; then the draft changes (`draft` may be a function of the old draft and the prompt) and `cut` is
    raised, if given. With `shows_after` the change shows only from that many state reads on. `generated` is how many things
    it makes beside the timeline.
    """

    says: Sequence[str] = ()
    events: Sequence[RunEvent] = ()
    draft: DraftJson | Redraw | None = None
    refused: Exception | None = None
    cut: Exception | None = None
    gate: asyncio.Event | None = None
    shows_after: int = 0
    generated: int = 0


def with_title(draft: DraftJson, text: str) -> DraftJson:
    """The draft with one more title track: what a run does that has no script."""
    tracks = [*draft.get("t", ()), *draft_of(text)["t"]]
    return {**draft, "d": max(int(draft.get("d", 0)), 3000), "t": tracks}


def usual_polls(render_id: str) -> tuple[Render, ...]:
    """Pending, half done, completed."""
    return (
        Render(render_id, RenderState.PENDING),
        Render(render_id, RenderState.PROCESSING, 50),
        Render(render_id, RenderState.COMPLETED, 100, url=f"https://cdn.test/{render_id}.mp4"),
    )
