"""What people do in the cells: one conversation a cell, on either platform."""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from PIL import Image

from tests.crash.surroundings import Place
from tests.fakes.telegram_server.world import BOT_USERNAME

MAKE = "make a 1 second video of ocean waves"
SHOW = "make a 2 second slideshow of these"
BRIGHTER, SLOWER = "make it brighter", "make it louder"


@dataclass(frozen=True)
class Expected:
    """What must be found in the others' books afterwards: requests with a prompt each (in order), files, exports."""

    prompts: tuple[str, ...]
    files: tuple[str, ...] = ()
    exports: int = 0
    messages: int = 1  # inbox rows

    @property
    def requests(self) -> int:
        """How many requests are to be answered."""
        return len(self.prompts)


@dataclass(frozen=True)
class Death:
    """What killed bots left behind: the kinds of the deliveries that were on their way, and how many prompts were."""

    sending: tuple[str, ...] = ()
    asked: int = 0

    def __add__(self, other: "Death") -> "Death":
        return Death(self.sending + other.sending, self.asked + other.asked)


def picture(shade: int) -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (96, 54), (shade, 90, 140)).save(out, "JPEG")
    return out.getvalue()


PICTURES = {"one.jpg": picture(30), "two.jpg": picture(200)}


class People(Protocol):
    """Somebody on a platform, and what they do."""

    async def arrive(self) -> None:
        """Come to be, with a place to talk."""
        ...

    async def connected(self) -> None:
        """Return once the bot would hear what is said; at once where that is kept for it."""
        ...

    async def ask(self, words: str) -> None:
        """Ask for an edit."""
        ...

    async def make(self, words: str) -> None:
        """Ask for a video in the way that ends in the MP4 by itself."""
        ...

    async def export(self) -> None:
        """Ask for the MP4."""
        ...

    async def send(self, captions: Mapping[str, str], words: str = "") -> None:
        """Send pictures together."""
        ...


class TelegramPeople:
    """In a group; what ends in a video by itself in a private chat."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._anna = self._group = 0

    async def _act(self, action: str, /, **arguments: Any) -> Any:
        return (await self._place.post(f"act/{action}", **arguments))["result"]

    async def arrive(self) -> None:
        """See `People`."""
        await self._place.post("set", privacy=False, allowed_updates=["message"])  # the bot has been there for long
        self._anna = await self._act("user", name="Anna")
        self._group = await self._act("group", title="Friends", owner=self._anna)

    async def connected(self) -> None:
        """See `People`."""

    async def ask(self, words: str) -> None:
        """See `People`."""
        await self._act("say", user=self._anna, chat=self._group, text=f"@{BOT_USERNAME} {words}")

    async def make(self, words: str) -> None:
        """See `People`."""
        await self._act("say", user=self._anna, text=words)

    async def export(self) -> None:
        """See `People`."""
        await self._act("say", user=self._anna, chat=self._group, text=f"/export@{BOT_USERNAME}")

    async def send(self, captions: Mapping[str, str], words: str = "") -> None:
        """See `People`."""
        clips = [
            {
                "kind": "document",
                "name": name,
                "mime": "image/jpeg",
                "base64": base64.b64encode(PICTURES[name]).decode(),
                "caption": f"@{BOT_USERNAME} {caption or words}" if caption or (words and number == 0) else "",
            }
            for number, (name, caption) in enumerate(captions.items())
        ]
        await self._act("album", user=self._anna, chat=self._group, clips=clips)


class DiscordPeople:
    """In a server's channel; what ends in a video by itself in a thread of its own."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._alice = self._channel = self._bot = 0

    async def arrive(self) -> None:
        """See `People`."""
        guild = (await self._place.post("guilds", name="Studio"))["id"]
        self._channel = (await self._place.post("channels", guild=guild, name="general"))["id"]
        self._alice = (await self._place.post("users", name="alice"))["id"]
        me = await self._place.http.get(
            f"{self._place.addresses['api']}/users/@me", headers={"Authorization": "Bot abc.TEST"}
        )
        self._bot = int(me.json()["id"])

    async def connected(self) -> None:
        """See `People`."""
        await self._place.post("gateway", action="ready")

    async def _slash(self, command: str, **options: str) -> None:
        await self.connected()
        await self._place.post("slash", user=self._alice, channel=self._channel, command=command, options=options)

    async def ask(self, words: str) -> None:
        """See `People`."""
        await self._slash("reel edit", change=words)

    async def make(self, words: str) -> None:
        """See `People`."""
        await self._slash("reel make", prompt=words)

    async def export(self) -> None:
        """See `People`."""
        await self._slash("reel export")

    async def send(self, captions: Mapping[str, str], words: str = "") -> None:
        """See `People`."""
        await self.connected()
        files = [
            {
                "name": name,
                "base64": base64.b64encode(PICTURES[name]).decode(),
                "content_type": "image/jpeg",
                "description": caption,
            }
            for name, caption in captions.items()
        ]
        await self._place.post(
            "messages", user=self._alice, channel=self._channel, content=f"<@{self._bot}> {words}".strip(), files=files
        )


PEOPLE: Mapping[str, type[TelegramPeople | DiscordPeople]] = {"telegram": TelegramPeople, "discord": DiscordPeople}
