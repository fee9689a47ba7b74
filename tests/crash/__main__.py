"""The whole matrix: `python -m tests.crash`. With words: the cells whose names hold them all; `sample`: those of the suite.

The word `again` kills the next start at the same point too.
"""

import asyncio
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.crash.cell import Verdict
from tests.crash.matrix import cells, play, sample, table

AT_ONCE = 10


def _told(verdict: Verdict) -> None:
    print(f"{verdict.seconds:5.1f} s  {verdict.cell}", *verdict.wrong, sep="\n    ", flush=True)  # noqa: T201


async def main(words: list[str]) -> int:
    """Play the cells; gives the exit code."""
    pool = [replace(cell, again="again" in words) for cell in (sample() if "sample" in words else cells())]
    chosen = [cell for cell in pool if all(word in str(cell) for word in words if word != "sample")]
    if not chosen:
        print(f"no cell's name holds {' and '.join(words)}", file=sys.stderr)  # noqa: T201
        return 2
    folder = Path(tempfile.mkdtemp(prefix="reelay-crash-"))
    verdicts = await play(folder, chosen, AT_ONCE, _told)
    print(table(verdicts))  # noqa: T201
    harmed = any(verdict.wrong for verdict in verdicts)
    if not harmed:
        shutil.rmtree(folder)
    return int(harmed)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
