"""The terminal as a chat platform."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.console.messenger import ConsoleMessenger
from bots.console.terminal import Terminal
from core.errors import AttachmentUnavailable, DeliveryRefused
from core.model import (
    Attachment,
    AttachmentSource,
    Button,
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Media,
    MediaKind,
    NewDelivery,
    RichText,
)

PLACE = ConversationKey("console", "chat")


class Desk:
    """A messenger that writes to a string and keeps files in a folder."""

    def __init__(self, folder: Path, *, mine: str | None = None, hints: bool = True) -> None:
        self.out = io.StringIO()
        wanted = None if mine is None else (lambda delivery: delivery.order.key == mine)
        place = lambda media: folder / media.name  # noqa: E731
        self.messenger = ConsoleMessenger(Terminal(self.out, live=False), place, wanted=wanted, hints=hints)

    @property
    def text(self) -> str:
        return self.out.getvalue()


def delivery(key: str, content: Content, kind: DeliveryKind = DeliveryKind.RESULT) -> Delivery:
    now = datetime.now(UTC)
    return Delivery(1, NewDelivery(key, PLACE, kind, content), DeliveryState.SENDING, "n", 1, now)


def text(words: str, *buttons: Button) -> Content:
    return Content(RichText.of(words), (buttons,) if buttons else ())


def film(folder: Path) -> Media:
    path = folder / "source.mp4"
    path.write_bytes(b"film" * 1000)
    return Media(MediaKind.VIDEO, str(path), "reelay-1.mp4", 4000)


async def test_buttons_are_shown_as_what_to_type(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    buttons = (Button("Undo", "undo"), Button("Version 2", "export", "2"), Button("Register", url="https://x.example"))
    await desk.messenger.send(delivery("a", text("Done", *buttons)))
    assert desk.text == "Done\n   › Undo: /undo · Version 2: /export 2 · Register: https://x.example\n"


async def test_one_shot_runs_show_no_hints(tmp_path: Path) -> None:
    desk = Desk(tmp_path, hints=False)
    await desk.messenger.send(delivery("a", text("Done", Button("Undo", "undo"))))
    assert desk.text == "Done\n"


async def test_a_status_is_progress_until_its_last_words(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    cancel = Button("Cancel", "cancel", "r1")
    receipt = await desk.messenger.send(delivery("s", text("Rendering…", cancel), DeliveryKind.STATUS))
    await desk.messenger.edit(receipt.last, text("Rendering…\n50 %", cancel))
    await desk.messenger.edit(receipt.last, text("✅ Done"))
    assert desk.text == "  Rendering…\n✅ Done\n"


async def test_a_film_is_copied_whole_to_its_place(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "films" / "new")
    await desk.messenger.send(delivery("a", Content(RichText.of("Ready"), (), film(tmp_path))))
    target = tmp_path / "films" / "new" / "reelay-1.mp4"
    assert desk.messenger.files == [target]
    assert target.read_bytes() == b"film" * 1000
    assert [path.name for path in target.parent.iterdir()] == ["reelay-1.mp4"]
    assert f"💾 {target}" in desk.text


async def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "films").write_text("a file, no folder")
    desk = Desk(tmp_path / "films")
    with pytest.raises(DeliveryRefused, match="could not be written"):
        await desk.messenger.send(delivery("a", Content(RichText.of("Ready"), (), film(tmp_path))))
    assert desk.messenger.files == []
    assert "⚠️" in desk.text


async def test_what_is_not_wanted_is_not_shown_and_neither_are_its_edits(tmp_path: Path) -> None:
    desk = Desk(tmp_path, mine="mine")
    other = await desk.messenger.send(delivery("other", Content(RichText.of("Ready"), (), film(tmp_path))))
    await desk.messenger.edit(other.last, text("✅ Done"))
    assert desk.text == ""
    assert desk.messenger.files == []
    mine = await desk.messenger.send(delivery("mine", text("Hello")))
    await desk.messenger.edit(mine.last, text("✅ Done"))
    assert desk.text == "Hello\n✅ Done\n"


async def test_message_ids_are_never_used_again_by_the_next_process(tmp_path: Path) -> None:
    receipts = [await Desk(tmp_path).messenger.send(delivery("a", text("x"))) for _ in range(3)]
    assert len({receipt.last.message_id for receipt in receipts}) == 3


async def test_there_is_nothing_to_fetch_from_a_terminal(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    file = Attachment("a.mp4", AttachmentSource.PLATFORM, "1")
    assert await desk.messenger.public_url(file) is None
    with pytest.raises(AttachmentUnavailable):
        desk.messenger.open(file)
