"""Going back and forth: what the kept drafts mean as a line of versions with a pointer.

A draft that came from going back or forth says so in its metadata (`gone`: -1 for one step back, 1 for one forth), so that
the line can be followed again from the drafts alone. The raw first stage of a generation (`stage`) is no version.
"""  # fmt: skip

from collections.abc import Sequence
from dataclasses import replace

from studio.draft import Draft

GONE, STAGE = "gone", "stage"


def clean(draft: Draft) -> Draft:
    """The draft without the marks of this module."""
    if GONE not in draft.meta and STAGE not in draft.meta:
        return draft
    return replace(draft, meta={key: value for key, value in draft.meta.items() if key not in (GONE, STAGE)})


def _steps(draft: Draft) -> int:
    steps = draft.meta.get(GONE, 0)
    return steps if isinstance(steps, int) and not isinstance(steps, bool) and abs(steps) < 1_000 else 0


def _line(history: Sequence[Draft], now: Draft) -> tuple[list[Draft], int]:
    line: list[Draft] = []
    at = -1
    for draft in (*history, now):
        plain, steps = clean(draft), _steps(draft)
        target = at + steps
        if steps and 0 <= target < len(line) and line[target] == plain:
            at = target
        elif draft.meta.get(STAGE) is None and (at < 0 or line[at] != plain):
            line = [*line[: at + 1], plain]
            at = len(line) - 1
    return line, at


def travel(history: Sequence[Draft], now: Draft, steps: int) -> Draft | None:
    """The version `steps` away (negative: back), as far as there is one; None when there is none at all."""
    line, at = _line(history, now)
    target = min(max(at + steps, 0), len(line) - 1)
    if target == at or at < 0:
        return None
    found = line[target]
    return replace(found, meta={**found.meta, GONE: target - at})
