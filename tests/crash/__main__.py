"""The whole matrix, or the cells whose names hold the given words: `python -m tests.crash [WORD ...]`. Prints the table."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.crash.matrix import cells, play, table

AT_ONCE = 6


async def main(words: list[str]) -> int:
    """Play the cells; gives the exit code."""
    chosen = [cell for cell in cells() if all(word in str(cell) for word in words)]
    folder = Path(tempfile.mkdtemp(prefix="reelay-crash-"))
    verdicts = await play(folder, chosen, AT_ONCE, lambda verdict: print(verdict.cell, *verdict.wrong, sep="\n    "))  # noqa: T201
    print(table(verdicts))  # noqa: T201
    return int(any(verdict.wrong for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
