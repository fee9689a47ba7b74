"""The server as a process of its own: prints one JSON line with its addresses, and serves until it is ended."""

import argparse
import asyncio
import json
import sys

from tests.fakes.telegram_server.methods import forever
from tests.fakes.telegram_server.server import TelegramServer


async def serve(port: int, token: str) -> None:
    """Serve until cancelled."""
    async with TelegramServer(port=port, token=token) as server:
        addresses = {
            "port": server.port,
            "api": server.api_url,
            "file": server.file_url,
            "control": f"{server.url}/control",
        }
        sys.stdout.write(json.dumps(addresses) + "\n")
        sys.stdout.flush()
        await forever()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram_server")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="123:TEST")
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.port, arguments.token))


if __name__ == "__main__":
    main()
