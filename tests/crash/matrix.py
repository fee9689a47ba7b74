"""All cells, played several at once, and their table."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tests.crash.cell import Cell, Verdict, run
from tests.crash.points import ALL, NAMED, POINTS
from tests.crash.surroundings import PLATFORMS, surroundings

_MARKS = {True: "✓", False: "✗", None: "·"}


def cells() -> list[Cell]:
    """Every flow with every point that it passes, on both platforms."""
    return [
        Cell(flow, name, platform)
        for name, point in POINTS.items()
        for flow in ALL
        if flow in point.flows
        for platform in point.platforms
    ]


def sample() -> list[Cell]:
    """Every named point once, in the shortest flow that passes it, the platforms by turns; and every flow on both."""
    shortest = ("edit", "export", "album", "make")
    chosen = [
        Cell(next(flow for flow in shortest if flow in point.flows), name, point.platforms[turn % len(point.platforms)])
        for turn, (name, point) in enumerate(NAMED.items())
    ]
    both = [("batch", "after second upload"), ("make", "left result send"), ("export", "before status receipt")]
    chosen += [Cell(flow, name, platform) for flow, name in both for platform in PLATFORMS]
    return list(dict.fromkeys(chosen))


async def play(folder: Path, chosen: Sequence[Cell], at_once: int, told: Callable[[Verdict], object]) -> list[Verdict]:
    """Play cells side by side."""
    queue = iter(chosen)
    verdicts: list[Verdict] = []

    async with surroundings(folder) as around:

        async def work() -> None:
            for cell in queue:
                verdicts.append(await run(around, cell))
                told(verdicts[-1])

        await asyncio.gather(*(work() for _ in range(at_once)))
    return verdicts


def table(verdicts: Sequence[Verdict]) -> str:
    """A line for each point, a column for each flow and platform: ✓ held, ✗ did not, · the flow does not pass there."""
    columns = [(flow, platform) for flow in ALL for platform in PLATFORMS]
    held = {replace(verdict.cell, again=False): not verdict.wrong for verdict in verdicts}
    lines = [f"{'killed':26}" + "".join(f"{flow} {platform[:2]}".rjust(11) for flow, platform in columns)]
    for name in POINTS:
        marks = [_MARKS[held.get(Cell(flow, name, platform))] for flow, platform in columns]
        if any(mark != "·" for mark in marks):
            lines.append(f"{name:26}" + "".join(mark.rjust(11) for mark in marks))
    kept = sum(held.values())
    lines.append(
        f"{kept} of {len(held)} cells hold; {sum(verdict.seconds for verdict in verdicts):.0f} s of waiting in all"
    )
    return "\n".join(lines)
