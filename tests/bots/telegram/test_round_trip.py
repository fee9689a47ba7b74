"""A direct conversation, there and back, through the real library."""

from core.model import AttachmentSource, Button, ConversationKind, DeliveryKind
from core.ports import Activity, Reaction
from tests.bots.telegram.bench import Bench
from tests.bots.telegram.deliveries import content, delivery
from tests.fakes.telegram_server import Clip


async def test_a_message_comes_in_and_its_answer_goes_out(bench: Bench) -> None:
    anna = bench.server.people.user("Anna", "de")
    asked = await bench.server.people.say(anna, "a sunset, please")
    message = await bench.intake.next()
    assert (message.text, message.kind, message.addressed) == ("a sunset, please", ConversationKind.DIRECT, True)
    assert (message.person.user_id, message.person.display_name, message.locale) == (str(anna), "Anna", "de")
    assert str(message.conversation) == f"telegram:{anna}:"

    receipt = await bench.messenger.send(delivery(anna, "On it.", reply_to=message.ref))
    said = bench.server.world.said(anna)
    assert [one["text"] for one in said] == ["On it."]
    assert said[0]["reply_to_message"]["message_id"] == asked
    assert receipt.last.message_id == str(said[0]["message_id"])


async def test_a_file_is_streamed_byte_for_byte(bench: Bench) -> None:
    anna = bench.server.people.user()
    data = bytes(range(256)) * 4000
    await bench.server.people.send(anna, Clip("video", data, "beach.mp4", "video/mp4", caption="faster"))
    message = await bench.intake.next()
    (attachment,) = message.attachments
    assert (attachment.name, attachment.media_type, attachment.size) == ("beach.mp4", "video/mp4", len(data))
    assert (attachment.source, attachment.caption, message.text) == (AttachmentSource.PLATFORM, "faster", "faster")
    async with bench.messenger.open(attachment) as file:
        assert b"".join([chunk async for chunk in file.chunks]) == data


async def test_a_status_is_edited_and_its_button_comes_back(bench: Bench) -> None:
    people, messenger = bench.server.people, bench.messenger
    anna = people.user()
    await people.say(anna, "hello")
    message = await bench.intake.next()
    cancel = ((Button("Cancel", "cancel", "request-7", only_for=str(anna)),),)
    status = delivery(anna, content("Working", buttons=cancel), kind=DeliveryKind.STATUS, reply_to=message.ref)
    receipt = await messenger.send(status)
    await messenger.edit(receipt.last, content("Working · 12 s", buttons=cancel))
    await messenger.edit(receipt.last, content("Working · 12 s", buttons=cancel))  # unchanged: no error
    query = await people.press(anna, int(receipt.last.message_id), "Cancel")
    pressed = await bench.intake.next(2)
    assert pressed.command is not None
    assert (pressed.command.name, pressed.command.argument) == ("cancel", "request-7")
    await bench.server.world.until(lambda: query in bench.server.world.answered)
    assert bench.server.world.said(anna)[0]["text"] == "Working · 12 s"


async def test_reactions_and_activity_are_shown(bench: Bench) -> None:
    anna = bench.server.people.user()
    asked = await bench.server.people.say(anna, "hello")
    message = await bench.intake.next()
    for reaction in Reaction:
        await bench.messenger.react(message.ref, reaction)
        assert bool(bench.server.world.chats[anna].reactions[asked]) == (reaction is not Reaction.STOPPED)
    for activity in Activity:
        await bench.messenger.show_activity(message.conversation, activity)
    assert bench.server.world.actions == [(anna, "typing"), (anna, "record_video"), (anna, "upload_video")]
