"""What every operation works with, and what it gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from studio.director.meaning import Which
from studio.director.model import MediaItem, Step
from studio.director.request import Request
from studio.director.timeline import Shot, fresh_id, ids, shots_of
from studio.draft import Draft


@dataclass(frozen=True, slots=True)
class Bench:
    """The tools at hand: media by id in upload order, the request and its language, a seed for variety, earlier drafts."""

    media: Mapping[str, MediaItem]
    request: Request
    seed: int = 1
    history: Sequence[Draft] = ()

    def say(self, english: str, chinese: str) -> str:
        """The sentence in the person's language (English for all but Chinese)."""
        return chinese if self.request.language.startswith("zh") else english


@dataclass(frozen=True, slots=True)
class Result:
    """What an operation did: the new draft and what to say. Nothing was done when `draft` is None."""

    said: str
    draft: Draft | None = None
    steps: tuple[Step, ...] = field(default=())
    met: bool = False  # nothing had to be done


def done(draft: Draft, said: str, tool: str, **arguments: Any) -> Result:  # noqa: ANN401 - what a tool takes is free
    """Something came to be."""
    shown = {key: value for key, value in arguments.items() if value is not None}
    return Result(said, draft, (Step(tool, shown, {"status": "success"}),))


def refused(said: str) -> Result:
    """Nothing was done, and why."""
    return Result(said)


def namer(draft: Draft, prefix: str = "sg") -> Callable[[], str]:
    """Makes ids that the draft does not have, each once."""
    used = ids(draft)

    def new() -> str:
        name = fresh_id(prefix, used)
        used.add(name)
        return name

    return new


def linked_alike(row: Sequence[Shot], before: Sequence[Shot]) -> list[Shot]:
    """The shots in a new order; where every one before led into the next with a transition, so do they now."""
    known = next((shot for shot in before if shot.lap), None)
    if known is None or not all(shot.lap for shot in before[1:]):
        return list(row)
    kind = known.meta.get("transition")
    return [
        replace(shot.with_meta(transition=shot.meta.get("transition") or kind), lap=shot.lap or known.lap)
        if index
        else replace(shot.with_meta(transition=None), lap=0)
        for index, shot in enumerate(row)
    ]


def chosen(draft: Draft, which: Which) -> tuple[int, ...]:
    """The indices of the shots meant: all when `which` is empty, () when none of them is there."""
    return indices(shots_of(draft), which)


def indices(shots: tuple[Shot, ...], which: Which) -> tuple[int, ...]:
    """The indices of the shots meant, in order."""
    if which.ids:
        return tuple(index for index, shot in enumerate(shots) if shot.id in which.ids)
    if which.others:
        named = indices(shots, replace(which, others=False))
        return tuple(index for index in range(len(shots)) if index not in named)
    if not which:
        return tuple(range(len(shots)))
    if which.still:
        return tuple(index for index, shot in enumerate(shots) if shot.still)
    if which.files:
        return tuple(index for index, shot in enumerate(shots) if shot.media in which.files)
    if which.scenes:
        return tuple(index for index, shot in enumerate(shots) if shot.meta.get("scene") in which.scenes)
    places = (place or len(shots) // 2 + 1 for place in which.places)  # 0 is the one in the middle
    found = {place - 1 if place > 0 else len(shots) + place for place in places}
    return tuple(sorted(index for index in found if 0 <= index < len(shots)))


def no_such_shot(bench: Bench, draft: Draft) -> Result:
    """The answer when a shot is meant that is not there."""
    count = len(shots_of(draft))
    return refused(
        bench.say(
            f"There is no such clip on the timeline: it has {count}." if count else "The timeline is empty.",
            f"时间线上没有这个片段，目前共有 {count} 个。" if count else "时间线还是空的。",
        )
    )


def seconds(ms: int) -> str:
    """A length for people: 3000 -> "3 s", 90000 -> "1:30"."""
    if ms >= 60_000:
        return f"{ms // 60_000}:{ms % 60_000 // 1000:02d}"
    return f"{round(ms / 1000, 1):g} s"
