"""The ways of working that the skills describe, through the core, the client and the real studio."""

import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.console.attachments import attachment_of
from bots.console.messenger import ConsoleMessenger
from bots.console.session import ConsoleSession, core_for
from bots.console.terminal import Terminal
from core.model import Attachment, Command, ConversationKey, DeliveryKind
from core.settings import Settings
from tests.e2e.films import assert_film, brief, clip, photos
from tests.e2e.rows import WORDS, Row, junk, rows
from tests.e2e.stage import Service

PLACE = ConversationKey("console", "talk")


@dataclass
class Talk:
    """One conversation: what is said, and what is read."""

    session: ConsoleSession
    messenger: ConsoleMessenger
    heard: int = 0

    async def say(
        self, text: str = "", files: Sequence[Attachment] = (), *, command: tuple[str, str] | None = None
    ) -> str:
        """Say something, wait for all of it, and read what came new."""
        self.heard = len(self.messenger.delivered)
        await self.session.say(text, files, Command(*command) if command else None)
        await self.session.settled()
        return self.read()

    def read(self) -> str:
        """What came since the last words, statuses left out."""
        fresh = [delivery.order for delivery in self.messenger.delivered[self.heard :]]
        return "\n".join(order.content.text.plain for order in fresh if order.kind is not DeliveryKind.STATUS)

    @property
    def films(self) -> list[Path]:
        """What was delivered."""
        return self.messenger.files


@asynccontextmanager
async def talk_in(
    folder: Path, service: Service, *, auto_export: bool = True, **settings: object
) -> AsyncIterator[Talk]:
    """A core at work, the studio being the video service."""
    quick = {"first_look_seconds": 0.2, "next_look_seconds": 0.2, "render_poll_seconds": 0.2}
    known = {f"reelay_{name}": value for name, value in quick.items()}
    chosen = Settings.model_validate(
        known | {"_env_file": None, "reelay_data_dir": folder / "data", "nemo_api_url": service.url} | settings
    )
    terminal = Terminal(io.StringIO())
    messenger = ConsoleMessenger(terminal, lambda media: folder / "films" / media.name)
    async with core_for(chosen, "talk", terminal, messenger) as reelay:
        session = ConsoleSession(reelay, PLACE, "en")
        await session.prefer(auto_export=auto_export)
        yield Talk(session, messenger)


@pytest.fixture
async def talk(tmp_path: Path, service: Service) -> AsyncIterator[Talk]:
    """A conversation in which edits are followed by their films."""
    async with talk_in(tmp_path, service) as talk:
        yield talk


async def test_quick_edit_a_file_and_words_become_a_film(talk: Talk, service: Service, tmp_path: Path) -> None:
    footage = await attachment_of(str(clip(tmp_path / "demo.mp4", 8)))
    told = await talk.say("cut it to 3 seconds and add the title “Hi”", [footage])
    assert "What changed" in told
    assert "Hi" in told
    assert_film(talk.films[-1], 3)
    assert [len(service.calls(call)) for call in ("upload", "run", "render")] == [1, 1, 1]


async def test_batch_each_file_has_its_own_words_and_its_own_film(talk: Talk, service: Service, tmp_path: Path) -> None:
    one, two = photos(tmp_path, "one.jpg", "two.png")
    captions = {one: "a 2-second video of this, portrait", two: "a 3-second video of this"}
    files = [
        Attachment(path.name, (await attachment_of(str(path))).source, str(path), caption=captions[path])
        for path in captions
    ]
    await talk.say("", files)
    assert len(talk.films) == 2
    assert len(service.calls("session")) == 1, "several files in one session"
    texts = [entry["text"] for entry in service.calls("run")]
    assert [text.split("\n")[0] for text in texts] == list(captions.values())
    assert ["one.jpg" in texts[0], "two.png" in texts[1]] == [True, True]
    assert len({entry["render_id"] for entry in service.calls("render")}) == 2


async def test_iterative_a_rough_cut_is_looked_at_refined_and_exported(tmp_path: Path, service: Service) -> None:
    async with talk_in(tmp_path, service, auto_export=False) as talk:
        assert "Timeline (" in await talk.say("a 3-second video of the ocean")
        assert talk.films == []
        assert "ocean" in await talk.say("show tracks")
        assert "Waves" in await talk.say("add the title “Waves”")
        assert "Waves" not in (await talk.say(command=("undo", ""))).split("Timeline")[-1]
        await talk.say("make it 2 seconds long and portrait")
        assert "ready" in await talk.say("export 1080p MP4")
        assert_film(talk.films[-1], 2, 9 / 16)
        assert len(service.calls("run")) == 4
        assert "1." in await talk.say(command=("history", ""))
        await talk.say(command=("export", "1"))
        assert_film(talk.films[-1], 3, 16 / 9)
    async with talk_in(tmp_path, service, auto_export=False) as talk:
        assert "Timeline (" in await talk.say("status")
    assert len(service.calls("session")) == 1


async def test_chinese_words_find_their_way(tmp_path: Path, service: Service) -> None:
    async with talk_in(tmp_path, service, auto_export=False) as talk:
        await talk.say("做一个两秒的雪景视频")
        assert len(service.calls("run")) == 1
        await talk.say("状态")
        await talk.say("积分")
        await talk.say("余额")
        assert len(service.calls("credits")) >= 2
        await talk.say("上传", [await attachment_of(str(photos(tmp_path, "a.jpg")[0]))])
        assert [name for entry in service.calls("upload") for name in entry["uploads"]] == ["a.jpg"]
        await talk.say("导出")
        assert_film(talk.films[-1])
    assert len(service.calls("run")) == 1, "none of these is a paid request"


async def test_a_document_sent_alone_is_worked_from(talk: Talk, service: Service, tmp_path: Path) -> None:
    paper = brief(tmp_path, "docx", "Make a 2-second video of a forest.")
    await talk.say("", [await attachment_of(str(paper))])
    assert_film(talk.films[-1], 2)


@rows
async def test_every_row_of_the_error_table_is_told_in_the_chat(tmp_path: Path, service: Service, row: Row) -> None:
    own = service.token(tmp_path.name) if row.registered else None
    service.rehearse(*row.rules)
    async with talk_in(tmp_path, service, nemo_token=own) as talk:
        told = await talk.say(WORDS, [await attachment_of(str(path)) for path in junk(tmp_path, row)])
        expected = "🔗 http" if "fetched" in row.sentence else row.sentence
        assert expected in told
        assert talk.films == []
        assert len(service.calls("run")) == row.runs


async def test_after_a_trouble_that_was_nobody_s_fault_the_same_can_be_asked_again(
    talk: Talk, service: Service
) -> None:
    service.rehearse({"do": "error", "call": "run", "nth": [1]})
    assert "could not finish this request" in await talk.say(WORDS)
    button = next(
        button
        for delivery in talk.messenger.delivered
        for line in delivery.order.content.buttons
        for button in line
        if button.action == "retry"
    )
    assert "ready" in await talk.say(command=("retry", button.argument))
    assert len(service.calls("run")) == 2
    assert len(talk.films) == 1
