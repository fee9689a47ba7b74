"""The fake as a process of its own: prints one line of JSON with its addresses, then serves until it is told to end."""

import argparse
import asyncio
import json
import signal

from tests.fakes.discord_gateway.server import TOKEN, FakeDiscord


async def serve(port: int, token: str, shards: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with FakeDiscord(token=token, shards=shards, port=port) as discord:
        addresses = {
            "url": discord.url,
            "api_url": discord.api_url,
            "gateway_url": discord.gateway_url,
            "control_url": f"{discord.url}/control",
            "token": token,
        }
        print(json.dumps(addresses), flush=True)  # noqa: T201
        await ended.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--shards", type=int, default=1)
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.port, chosen.token, chosen.shards))


if __name__ == "__main__":
    main()
