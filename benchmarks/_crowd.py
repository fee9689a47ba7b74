"""People who all write at once: `python -m benchmarks._crowd <control address> <how many>` prints when each of them did."""

import asyncio
import json
import sys
import time
from typing import Any

import aiohttp


def words_of(user: str) -> str:
    """What somebody asks for; everybody asks for something else."""
    return f"a film about number {user}"


async def _everybody(control: str, people: int) -> dict[str, float]:
    said: dict[str, float] = {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50)) as session:

        async def act(action: str, **arguments: Any) -> Any:
            async with session.post(f"{control}/act/{action}", json=arguments) as answer:
                answer.raise_for_status()
                return (await answer.json())["result"]

        async def write(user: int) -> None:
            said[str(user)] = time.time()
            await act("say", user=user, text=words_of(str(user)))

        users = [await act("user") for _ in range(people)]
        await asyncio.gather(*(write(user) for user in users))
    return said


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_everybody(sys.argv[1], int(sys.argv[2])))))
