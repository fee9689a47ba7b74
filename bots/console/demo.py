"""`reelay demo`: a real conversation through the real core with the embedded studio, from hello to a playable MP4."""

import asyncio
import tempfile
from pathlib import Path

from bots.console.attachments import attachment_of
from bots.console.messenger import ConsoleMessenger
from bots.console.sample import make_sample
from bots.console.session import ConsoleSession, core_for
from bots.console.terminal import Terminal
from core.conversation.commands import Word
from core.media import inspect
from core.model import Command, ConversationKey
from core.settings import Settings

CONVERSATION = ConversationKey("console", "demo")
EDITS = (
    "turn this video into a 10 second promo with the title “Hello, Reelay” and upbeat music",
    "make the music quieter, 20 %, and add the caption “made in a chat” at the end",
)

GO_ON = """
The link above was served by the studio of this demo, which has ended; `reelay studio` runs one for good.
Go on with a chat of your own, or with one shot:
    .venv/bin/reelay chat
    .venv/bin/reelay make "a 10-second ocean at night" --out ocean.mp4"""


async def demo(settings: Settings, out: Path) -> int:
    """Hold the conversation on stdout and leave the MP4 in `out`. Returns the exit code."""
    terminal = Terminal()
    terminal.say("This is Reelay, talking to its own studio on this machine: no account, and nothing leaves it.")
    with tempfile.TemporaryDirectory(prefix="reelay-demo-") as folder:
        data = Path(folder)
        settings = settings.model_copy(update={"reelay_data_dir": data, "nemo_api_url": None, "nemo_token": None})
        messenger = ConsoleMessenger(terminal, lambda _media: out, hints=False)
        async with core_for(settings, "demo", terminal, messenger) as reelay:
            session = ConsoleSession(reelay, CONVERSATION, "en")
            await session.prefer(auto_export=False)
            await _hold(session, terminal, data)
    if not messenger.files:
        terminal.say("\nThe demo ended without a video; the lines above say why.")
        return 1
    video = messenger.files[-1]
    terminal.say(f"\n✨ Your first video is here: {video}{await _facts(video)}")
    terminal.say(GO_ON)
    return 0


async def _facts(video: Path) -> str:
    facts = await inspect(video)
    megabytes = (await asyncio.to_thread(video.stat)).st_size / 1_000_000
    return f" ({facts.duration:.0f} s, {facts.width}×{facts.height}, {megabytes:.1f} MB)" if facts.duration else ""


async def _hold(session: ConsoleSession, terminal: Terminal, data: Path) -> None:
    await _turn(session, terminal, "/start", command=Command(Word.START, "video-to-generator"))
    clip = await asyncio.to_thread(make_sample, data / "my-clip.mp4")
    terminal.say(f"\n🧑 📎 {clip.name}  (a clip made just now)")
    await session.say("", [await attachment_of(str(clip))])
    await session.settled()
    for words in EDITS:
        await _turn(session, terminal, words)
    await _turn(session, terminal, "/status", command=Command(Word.STATUS))
    await _turn(session, terminal, "export")


async def _turn(session: ConsoleSession, terminal: Terminal, words: str, *, command: Command | None = None) -> None:
    terminal.say(f"\n🧑 {words}")
    await session.say("" if command else words, command=command)
    await session.settled()
