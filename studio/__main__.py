"""`python -m studio`: the embedded backend as a server of its own."""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

from studio.api.app import create_app
from studio.config import MEBIBYTE, Allowances, Config, Rendering, Temper
from studio.director import direct
from studio.errors import StudioError
from studio.rehearsal.rules import Rule, load
from studio.render.children import Children
from studio.render.service import Renderer
from studio.server import serving


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "reelay studio", description="A NemoVideo-compatible backend that renders real MP4s."
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="where to listen (this machine only, unless told otherwise)")
    add("--port", type=int, default=8787, help="0 picks a free one")
    add("--data", type=Path, required=True, help="the folder for the database, uploads and exports")
    add("--public-url", help="what links to files begin with (default: the address that the client used)")
    add("--credits", type=int, default=1000, help="what each free token starts with")
    add("--tokens-per-address", type=int, default=10, help="free tokens for one address in seven days")
    add("--max-mb", type=float, default=500, help="the largest file that is taken")
    add("--allow-private-urls", action="store_true", help="fetch uploads from private addresses too")
    add("--pace", type=float, default=1.0, help="how long the director takes; 0 answers at once")
    add("--silent-rate", type=float, default=0.1, help="the share of edits that say nothing")
    add("--preset", default="veryfast", help="x264's preset for exports")
    add("--scale", type=float, default=1.0, help="the size of exported pictures, for previews and tests")
    add("--rehearse", metavar="FILE|SPEC", help="misbehave by these rules, e.g. slow:run:30;fail:export@1")
    add("--with-parent", action="store_true", help="stop when standard input closes")
    add("--quiet", action="store_true", help="log warnings only")
    return parser


def _config(options: argparse.Namespace) -> Config:
    return Config(
        data=options.data,
        public_url=options.public_url,
        allow_private_urls=options.allow_private_urls,
        allowances=Allowances(
            credits=max(0, options.credits),
            tokens_per_address=options.tokens_per_address,
            file_bytes=round(options.max_mb * MEBIBYTE),
        ),
        temper=Temper(pace=max(0.0, options.pace), silent_rate=options.silent_rate),
        rendering=Rendering(preset=options.preset, scale=min(1.0, max(0.05, options.scale))),
    )


def _watch_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    def wait() -> None:
        while os.read(0, 4096):  # not through sys.stdin, whose lock would break the interpreter's own end
            pass
        with suppress(RuntimeError):  # the loop may be closed already
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait, daemon=True).start()


async def _serve(options: argparse.Namespace, rules: tuple[Rule, ...] | None) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with Children() as children:
        renderer = Renderer(children)
        app = create_app(_config(options), direct=direct, render=renderer.render, probe=renderer.probe, rules=rules)
        async with serving(app, options.host, options.port) as address:
            sys.stdout.write(json.dumps({"listening": address}) + "\n")
            sys.stdout.flush()
            if options.with_parent:
                _watch_parent(loop, stop)
            await stop.wait()


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; gives the exit code."""
    options = _parser().parse_args(arguments)
    level = logging.WARNING if options.quiet else logging.INFO
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        rules = None if options.rehearse is None else load(options.rehearse)
        asyncio.run(_serve(options, rules))
    except StudioError as error:
        sys.stderr.write(f"studio: {error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"studio: cannot serve {options.host}:{options.port} out of {options.data}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
