"""Files that were sent together become one message, however they trickle in; with a caption each, a batch."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from core.conversation.albums import complete_at, gather, same_album
from core.model import (
    Attachment,
    AttachmentSource,
    ConversationKey,
    ConversationKind,
    DeliveryKind,
    Message,
    MessageRef,
    Person,
)
from core.ports import InboxRow
from tests.core.conversation.conftest import photo
from tests.fakes.backend import FakeBackend
from tests.fakes.clock import START
from tests.fakes.house import House, house

CHAT = ConversationKey("telegram", "7")


def part(number: int, *, after: float = 0.0, text: str = "", album: str | None = "a1", user: str = "1") -> InboxRow:
    attachment = Attachment(f"{number}.jpg", AttachmentSource.PLATFORM, f"file-{number}")
    message = Message(
        update_id=str(number),
        ref=MessageRef(CHAT, str(number)),
        kind=ConversationKind.DIRECT,
        person=Person("telegram", user, "Ana"),
        sent_at=START,
        text=text,
        attachments=(attachment,),
        album_id=album,
    )
    return InboxRow(number, message, START + timedelta(seconds=after))


def test_an_album_is_whole_when_it_has_been_quiet_for_a_moment() -> None:
    assert complete_at([part(1), part(2, after=0.5)]) == START + timedelta(seconds=1.7)


def test_a_trickling_album_is_not_waited_for_longer_than_ten_seconds() -> None:
    trickle = [*(part(number, after=number) for number in range(8)), part(8, after=9.5)]
    assert complete_at(trickle) == START + timedelta(seconds=10)


def test_ten_files_are_taken_at_once() -> None:
    assert complete_at([part(number, after=0.1 * number) for number in range(10)]) == START + timedelta(seconds=0.9)


def test_two_peoples_albums_are_not_mixed() -> None:
    assert same_album(part(1), part(2))
    assert not same_album(part(1), part(2, user="2"))
    assert not same_album(part(1, album=None), part(2, album=None))


def test_files_come_in_the_order_they_were_sent_with_their_own_captions() -> None:
    message = gather([part(12, text="second"), part(9, text="first"), part(101)])
    assert [file.name for file in message.attachments] == ["9.jpg", "12.jpg", "101.jpg"]
    assert [file.caption for file in message.attachments] == ["first", "second", ""]
    assert message.text == ""


def test_a_single_caption_is_the_text_of_all() -> None:
    assert gather([part(1), part(2, text="a slideshow"), part(3)]).text == "a slideshow"


def test_being_addressed_in_one_part_counts_for_all() -> None:
    silent = part(1)
    silent = replace(silent, message=replace(silent.message, addressed=False))
    assert gather([silent, part(2)]).addressed


async def test_one_caption_for_an_album_is_one_instruction_for_all(home: House, tmp_path: Path) -> None:
    await home.say("a slideshow", files=[photo(tmp_path, "a.png")], album="x")
    await home.say(files=[photo(tmp_path, "b.png")], album="x")
    await home.settled()
    assert home.backend.prompts == ["a slideshow"]
    assert len(home.backend.asked("upload_files")) == 2


async def test_several_captions_are_a_batch_with_a_video_each(home: House, tmp_path: Path) -> None:
    await home.say("make it warm", files=[photo(tmp_path, "a.png")], album="x")
    await home.say("make it black and white", files=[photo(tmp_path, "b.png")], album="x")
    await home.settled()
    assert [prompt.splitlines()[0] for prompt in home.backend.prompts] == ["make it warm", "make it black and white"]
    assert "a.png" in home.backend.prompts[0]
    assert len(home.backend.asked("start_render")) == 2
    assert len(home.texts(DeliveryKind.RESULT)) == 2


async def test_an_album_is_kept_whole_across_a_restart(tmp_path: Path) -> None:
    backend = FakeBackend()
    async with house(tmp_path / "data", backend=backend) as first:
        await first.say("a slideshow", files=[photo(tmp_path, "a.png")], album="x")
        await first.say(files=[photo(tmp_path, "b.png")], album="x")
        await first.crash()
    async with house(tmp_path / "data", backend=backend) as second:
        await second.settled()
    assert len(backend.asked("upload_files")) == 2
    assert backend.prompts == ["a slideshow"]


async def test_the_rest_of_an_album_that_comes_after_a_long_crash_belongs_to_it(tmp_path: Path) -> None:
    backend, data = FakeBackend(), tmp_path / "data"
    first_part, second_part = photo(tmp_path, "a.png"), photo(tmp_path, "b.png")
    async with house(data, backend=backend) as first:
        await first.say("a slideshow", files=[first_part], album="x")
        await first.crash()
    with closing(sqlite3.connect(data / "reelay.db", isolation_level=None)) as connection:
        connection.execute("UPDATE inbox SET arrived_at = arrived_at - 3600000000")
    async with house(data, backend=backend) as second:
        await second.clock.advance(0.5)
        await second.say("a slideshow", files=[first_part], album="x")  # the platform repeats what was not confirmed
        await second.say(files=[second_part], album="x")
        await second.settled()
        assert len(second.texts(DeliveryKind.RESULT)) == 1
    assert len(backend.asked("upload_files")) == 2
    assert backend.prompts == ["a slideshow"]
