"""The `reelay` command.

Each command imports what it needs when it is called: a one-shot video does not wait for the chat platforms' libraries.
"""

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pydantic import ValidationError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

from bots.console.exit_codes import EXIT_CODES
from core.errors import DatabaseUnusable, ReelayError, SecretsUnreadable, SettingsError
from core.locales import Speech
from core.logs import Redactor, catch_everything, configure
from core.settings import Settings, mistyped

USAGE = 2
"""What only the operator can mend: words, settings, keys, a database. Starting again does not help."""
INTERRUPTED = 130
_WANTED = {
    "url_parsing": "give a whole address, such as https://example.com",
    "url_scheme": "give an address that begins with http:// or https://",
    "int_parsing": "give a whole number",
    "float_parsing": "give a number",
    "bool_parsing": "give true or false",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["studio"]:
        _studio(words[1:])
    options = _parser().parse_args(words)
    redactor = Redactor()
    try:
        settings = _settings(options)
        redactor = Redactor(settings.secrets())
        quiet = (
            options.command in ("demo", "make", "chat", "doctor", "access", "backup", "restore") and not options.verbose
        )
        configure(redactor, form=settings.reelay_log_format, level="CRITICAL" if quiet else settings.reelay_log_level)
        if options.command == "make":
            options.words = [_read() if word == "-" else word for word in options.words]
        if options.command == "run":
            catch_everything()
        sys.exit(_told(asyncio.run(_COMMANDS[options.command](settings, options))))
    except ValidationError as error:
        sys.exit(_complain("; ".join(f"{_name(item['loc'])}: {_wanted(item)}" for item in error.errors()), USAGE))
    except ReelayError as error:
        hopeless = isinstance(error, SettingsError | DatabaseUnusable | SecretsUnreadable)
        sys.exit(
            _complain(redactor.text(_sentence(error)), USAGE if hopeless else EXIT_CODES.get(type(error).__name__, 1))
        )
    except BrokenPipeError:
        _drop_output()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _read() -> str:
    """A prompt from standard input; read before the event loop starts, so that Ctrl-C ends the wait for it."""
    return sys.stdin.buffer.read().decode("utf-8", "replace").strip()


def _told(code: int) -> int:
    """The exit code, once all that was printed has been taken: an answer that nobody got is no success."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _drop_output()
        if not isinstance(error, BrokenPipeError):
            _complain(f"the answer could not be written: {error.strerror}", code)
        return code or 1
    return code


def _drop_output() -> None:
    """The interpreter flushes once more at its end: into nothing, where nobody reads it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(error: ReelayError) -> str:
    """What the person at the terminal reads: an operator's message as it is, a user's sentence otherwise."""
    if type(error).sentence is ReelayError.sentence and str(error):
        return str(error)
    return Speech()(error.sentence, **error.fields())


def _complain(text: str, code: int) -> int:
    print(f"reelay: {text}", file=sys.stderr)
    return code


def _name(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location).upper()


def _wanted(item: "ErrorDetails") -> str:
    """What a setting has to be, for somebody who knows nothing of how it is read."""
    return _WANTED.get(item["type"], item["msg"].removeprefix("Value error, "))


def _settings(options: argparse.Namespace) -> Settings:
    settings = Settings()
    for name, meant in mistyped().items():
        raise SettingsError(f"there is no setting {name}; did you mean {meant}? (.env.example lists them all)")
    if getattr(options, "studio", False):
        settings = settings.model_copy(update={"nemo_api_url": None, "nemo_token": None})
    return settings


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reelay", description="Make AI videos in the chat you already use. Settings: see .env.example."
    )
    parser.add_argument("--version", action="version", version=f"reelay {version('reelay')}")
    _add_verbose(parser)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the bots whose tokens are set")
    trial = commands.add_parser("demo", help="one conversation with the embedded studio, from hello to an MP4")
    trial.add_argument("--out", type=Path, default=Path("demo-output") / "reelay-demo.mp4", help="where the MP4 goes")
    _add_make(commands.add_parser("make", help='one video: reelay make "a 10-second ocean at night" clip.mp4'))
    talk = commands.add_parser("chat", help="talk in the terminal; the project is kept between starts")
    talk.add_argument("--skill", help="start with this skill")
    talk.add_argument("--studio", action="store_true", help="use the embedded studio even when NEMO_API_URL is set")
    commands.add_parser("studio", help="run the embedded backend as a server (reelay studio --help)")
    commands.add_parser("doctor", help="what is configured, what works, what does not")
    keys = commands.add_parser("keys", help="the key that encrypts stored tokens")
    keys.add_argument("action", choices=["rotate"], help="make a new key and encrypt everything anew under it")
    door = commands.add_parser("access", help="let people in by their code, list them, let them in no more")
    door.add_argument("action", choices=["approve", "list", "remove"])
    door.add_argument("whom", nargs="?", metavar="CODE|PLATFORM:ID", help="approve takes either, remove a person")
    _add_backup(commands)
    for command in commands.choices.values():
        _add_verbose(command, default=argparse.SUPPRESS)
    return parser


def _add_verbose(parser: argparse.ArgumentParser, default: bool | str = False) -> None:
    help_text = "show the log of what happens inside"
    parser.add_argument("-v", "--verbose", action="store_true", default=default, help=help_text)


def _add_backup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    copy = commands.add_parser("backup", help="the databases and their key in one file; the bot may run meanwhile")
    copy.add_argument("target", type=Path, metavar="DIR|FILE.tar", help="a folder, or a file that is not there yet")
    back = commands.add_parser("restore", help="put a backup into an empty data folder")
    back.add_argument("source", type=Path, metavar="FILE.tar")
    back.add_argument(
        "--resume", action="store_true", help="take up unfinished work: only if the bot has not run since the backup"
    )


def _add_make(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="PROMPT|FILE|URL",
        help="what to make, and files to make it from; - reads the prompt from standard input",
    )
    parser.add_argument(
        "--out",
        type=Path,
        help="where the MP4 goes, in place of a file of that name (default: a new name in this folder)",
    )
    parser.add_argument("--skill", help="the skill to work with (default: what fits the files)")
    parser.add_argument("--link", action="store_true", help="print the video's address instead of the file's path")
    parser.add_argument("--studio", action="store_true", help="use the embedded studio even when NEMO_API_URL is set")


def _studio(arguments: Sequence[str]) -> NoReturn:
    """The studio is a program of its own: it takes this process's place, so that signals reach it and nobody else."""
    os.execv(sys.executable, [sys.executable, "-m", "studio", *arguments])  # noqa: S606 - our own interpreter, no shell


@contextmanager
def _loading() -> Iterator[None]:
    """What is imported stays: looking through it for garbage again and again takes a fifth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def _run(settings: Settings, options: argparse.Namespace) -> int:  # noqa: ARG001 - one shape for all
    with _loading():
        from bots.service import serve

    return await serve(settings)


async def _demo(settings: Settings, options: argparse.Namespace) -> int:
    with _loading():
        from bots.console.demo import demo

    return await demo(settings, options.out)


async def _make(settings: Settings, options: argparse.Namespace) -> int:
    with _loading():
        from bots.console.oneshot import Order, make, sorted_words

    words, files = sorted_words(options.words)
    return await make(settings, Order(words, files, options.out, options.skill, options.link))


async def _chat(settings: Settings, options: argparse.Namespace) -> int:
    with _loading():
        from bots.console.chat import chat

    return await chat(settings, options.skill)


async def _doctor(settings: Settings, options: argparse.Namespace) -> int:  # noqa: ARG001
    with _loading():
        from bots.doctor import doctor

    return await doctor(settings)


async def _keys(settings: Settings, options: argparse.Namespace) -> int:  # noqa: ARG001
    with _loading():
        from bots.keys import rotate

    return await rotate(settings)


async def _access(settings: Settings, options: argparse.Namespace) -> int:
    with _loading():
        from bots.access import access

    return await access(settings, options.action, options.whom)


async def _backup(settings: Settings, options: argparse.Namespace) -> int:
    with _loading():
        from bots.backup import backup

    return await backup(settings, options.target)


async def _restore(settings: Settings, options: argparse.Namespace) -> int:
    with _loading():
        from bots.backup import restore

    return await restore(settings, options.source, resume=options.resume)


_COMMANDS = {
    "run": _run,
    "demo": _demo,
    "make": _make,
    "chat": _chat,
    "doctor": _doctor,
    "keys": _keys,
    "access": _access,
    "backup": _backup,
    "restore": _restore,
}

if __name__ == "__main__":
    main()
