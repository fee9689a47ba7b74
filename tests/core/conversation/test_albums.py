"""Files that were sent together become one message, however they trickle in."""

from dataclasses import replace
from datetime import timedelta

from core.conversation.albums import complete_at, gather, same_album
from core.model import (
    Attachment,
    AttachmentSource,
    ConversationKey,
    ConversationKind,
    Message,
    MessageRef,
    Person,
)
from core.ports import InboxRow
from tests.fakes.clock import START

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
