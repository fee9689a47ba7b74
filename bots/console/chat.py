"""`reelay chat`: the conversation in a terminal, kept between starts. Ctrl-C stops waiting, twice leaves."""

import asyncio
import contextlib
import shlex
import signal
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

from bots.console.attachments import attachments_of
from bots.console.keyboard import Keyboard
from bots.console.messenger import ConsoleMessenger
from bots.console.session import ConsoleSession, console_locale, core_for
from bots.console.terminal import Terminal
from core.bootstrap import Reelay
from core.conversation.commands import Word
from core.errors import RequestRefused
from core.locales import Speech
from core.model import Attachment, Command, ConversationKey
from core.settings import Settings

CONVERSATION = ConversationKey("console", "chat")
PROMPT = "🧑 "
ATTACH, QUIT = "attach", ("quit", "exit")


async def chat(settings: Settings, skill: str | None = None) -> int:
    """Talk until /quit, the end of the input, Ctrl-C twice, or until nobody reads what is said."""
    terminal = Terminal()
    messenger = ConsoleMessenger(terminal, lambda media: Path(media.name))
    async with core_for(settings, "chat", terminal, messenger) as reelay:
        await _Chat(reelay, terminal).run(skill)
    return 0


def named(paths: str) -> list[str]:
    """File names as a shell reads them; what it could not (`it's me.mp4`) is one name as it stands."""
    try:
        return shlex.split(paths)
    except ValueError:
        return [paths.strip()]


class _Chat:
    def __init__(self, reelay: Reelay, terminal: Terminal) -> None:
        self._reelay = reelay
        self._terminal = terminal
        self._session = ConsoleSession(reelay, CONVERSATION)
        self._speech = Speech(console_locale())
        self._interrupted = asyncio.Event()

    async def run(self, skill: str | None) -> None:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(signal.SIGINT, self._interrupted.set)
        await self._greet(skill)
        async for line in self._lines():
            if not await self._handle(line):
                return

    async def _greet(self, skill: str | None) -> None:
        say, known = self._speech, await self._reelay.store.projects.active(CONVERSATION)
        if skill is not None:
            await self._say("", command=Command(Word.SKILL, skill))
        elif known is None:
            await self._say("", command=Command(Word.START))
        else:
            welcome = say(
                "Welcome back. We were at “{name}”; /status shows where, /help what I can do.", name=known.name
            )
            self._terminal.say(welcome)
            if await self._reelay.busy(CONVERSATION):
                self._terminal.say(say("Picking up what was under way…"))
                await self._wait(self._session.settled())

    async def _lines(self) -> AsyncIterator[str]:
        """What is typed, line by line, until the input ends or Ctrl-C comes at the prompt."""
        keyboard = Keyboard()
        while not self._terminal.gone:
            if keyboard.interactive:
                self._terminal.prompt(PROMPT)
            line = await self._unless_interrupted(keyboard.line())
            self._terminal.answered()
            if line is None:
                self._terminal.say()
                return
            if line.strip():
                if not keyboard.interactive:
                    self._terminal.say(f"\n{PROMPT}{line.strip()}")
                yield line.strip()

    async def _handle(self, line: str) -> bool:
        """Act on one line; False leaves."""
        if not line.startswith("/"):
            await self._say(line)
            return True
        name, _, argument = line[1:].partition(" ")
        if name in QUIT:
            return False
        if name == ATTACH:
            await self._attach(argument)
        else:
            await self._say("", command=Command(name, argument.strip()))
        if name == Word.HELP:
            say = self._speech
            self._terminal.say(say("In this terminal also: /attach clip.mp4, /quit"))
        return True

    async def _attach(self, argument: str) -> None:
        """`/attach PATH… [-- words]`: files, and perhaps what to make of them."""
        paths, _, words = argument.partition(" -- ")
        try:
            files = await attachments_of(named(paths))
        except RequestRefused as error:
            self._terminal.say(f"⚠️ {error}")
            return
        if not files:
            say = self._speech
            self._terminal.say(say("Which file? /attach clip.mp4, or /attach a.jpg b.jpg -- a slideshow of these"))
            return
        await self._say(words.strip(), files=files)

    async def _say(self, text: str, *, command: Command | None = None, files: tuple[Attachment, ...] = ()) -> None:
        await self._session.say(text, files, command)
        await self._wait(self._session.settled())

    async def _wait(self, work: Awaitable[None]) -> None:
        """Wait for it; Ctrl-C goes back to the prompt, and the work goes on."""
        self._interrupted.clear()
        done = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._interrupted.wait())
        await asyncio.wait((done, stop), return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not done.done():
            done.cancel()
            self._interrupted.clear()
            say = self._speech
            self._terminal.say(say("(It goes on meanwhile: /status looks, /cancel stops it, Ctrl-C again leaves.)"))
        await asyncio.gather(done, return_exceptions=True)

    async def _unless_interrupted(self, work: Awaitable[str | None]) -> str | None:
        typed = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._interrupted.wait())
        await asyncio.wait((typed, stop), return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if typed.done():
            return typed.result()
        typed.cancel()
        return None
