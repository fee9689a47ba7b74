"""Every request that the adapter makes is one that Discord's own description knows."""

from pathlib import Path

import pytest

from core.conversation.commands import Word
from core.model import Button, Content, DeliveryKind, Media, MediaKind, RichText, Span
from core.ports import Activity, Reaction
from tests.bots.discord.line import Line, line_on
from tests.bots.discord.orders import owed
from tests.contract.discord_spec import SPEC, Spec

pytestmark = pytest.mark.skipif(not SPEC.exists(), reason=f"Discord's OpenAPI description is not at {SPEC}")

BUTTONS = (
    (Button("Export", Word.EXPORT), Button("Edit", Word.EDIT), Button("Open", url="https://example.com/p")),
    (Button("Cancel", Word.CANCEL, "request-1", only_for="1"),),
)


async def everything(line: Line, film: Path) -> None:
    """One of each thing that the adapter does."""
    messenger, acts = line.platform.messenger, line.discord.acts
    media = Media(MediaKind.VIDEO, str(film), "film.mp4", film.stat().st_size)
    text = RichText.of("Done ", Span("film", url="https://example.com/f.mp4"))
    asked = await line.ask(files={"file1": ("a.png", b"png", "image/png")}, prompt="a cat")
    status = await messenger.send(owed(asked, "Working", buttons=BUTTONS))
    await messenger.edit(status.last, Content(RichText.of("50 %"), BUTTONS))
    result = await messenger.send(owed(asked, text, kind=DeliveryKind.RESULT, buttons=BUTTONS, media=media))
    await messenger.send(owed(asked, "for you", kind=DeliveryKind.NOTICE, private=True))
    shown = await acts.press(line.alice, int(result.last.message_id), "Edit")
    await line.discord.until(lambda: shown.modal)
    await acts.submit(line.alice, shown, words="shorter")
    await line.got(2)
    plain = await line.ask("reel status")
    await messenger.send(owed(plain, "too private", kind=DeliveryKind.ANSWER, private=True))
    await acts.write(line.alice, line.world.inbox_of(line.alice), "hello")
    direct = await line.got(len(line.intake.messages) + 1)
    sent = await messenger.send(owed(direct, "Working", buttons=BUTTONS))
    await messenger.edit(sent.last, Content(RichText.of("50 %")))
    await messenger.react(direct.ref, Reaction.SEEN)
    await messenger.show_activity(direct.conversation, Activity.TYPING)
    await messenger.is_admin(asked.conversation, asked.person)
    await messenger.delete(sent.last)
    typing = await acts.complete(line.alice, line.channel, "reel export", "revision", "1")
    await line.discord.until(lambda: typing.choices is not None)


async def test_every_request_is_known_to_discord(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film" * 1000)
    spec = Spec(SPEC)
    complaints: list[str] = []
    seen: set[str] = set()
    async with line_on(tmp_path / "data", discord_threads=True) as line:
        await everything(line, film)
        for entry in line.discord.books:
            operation = spec.operation(entry.method, entry.path)
            where = f"{entry.method} {entry.path} ({entry.status})"
            if operation is None:
                complaints.append(f"{where}: is no request of Discord's")
                continue
            seen.add(operation["operationId"])
            if entry.body is not None:
                complaints += [f"{where}: {complaint}" for complaint in spec.complaints(operation, entry.body)]
    assert not complaints, "\n".join(complaints)
    assert {
        "bulk_set_application_commands",
        "create_interaction_response",
        "update_original_webhook_message",
        "execute_webhook",
        "create_message",
        "create_thread_from_message",
        "update_message",
    } <= seen


def test_the_check_itself_sees_what_is_wrong() -> None:
    spec = Spec(SPEC)
    assert spec.operation("POST", "/channels/1/nonsense") is None
    send = spec.operation("POST", "/channels/123456789012345678/messages")
    assert send is not None
    assert list(spec.complaints(send, {"content": "x" * 5000}))
    assert list(spec.complaints(send, {"content": "x", "contents": "y"}))
    assert not list(spec.complaints(send, {"content": "x"}))
