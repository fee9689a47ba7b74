"""The whole matrix: `python -m tests.crash`. With words: the cells whose names hold them all; `sample`: those of the suite."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.crash.matrix import cells, play, sample, table

AT_ONCE = 10


async def main(words: list[str]) -> int:
    """Play the cells; gives the exit code."""
    all_of_them = sample() if words == ["sample"] else cells()
    chosen = [cell for cell in all_of_them if words == ["sample"] or all(word in str(cell) for word in words)]
    folder = Path(tempfile.mkdtemp(prefix="reelay-crash-"))
    verdicts = await play(folder, chosen, AT_ONCE, lambda verdict: print(verdict.cell, *verdict.wrong, sep="\n    "))  # noqa: T201
    print(table(verdicts))  # noqa: T201
    return int(any(verdict.wrong for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
