"""What people do, as the core gets to know it."""

import pytest

from core.model import Attachment, Command, ConversationKey, Message
from tests.bots.telegram.bench import Bench
from tests.fakes.telegram_server import Clip
from tests.fakes.telegram_server.world import BOT_USERNAME

FILES = [
    (Clip("photo", name="x.jpg"), "photo_", "image/jpeg"),
    (Clip("video", name="a.mp4", mime="video/mp4"), "a.mp4", "video/mp4"),
    (Clip("video"), "video_", "video/mp4"),
    (Clip("animation", name="a.gif.mp4", mime="video/mp4"), "a.gif.mp4", "video/mp4"),
    (Clip("audio", name="song.mp3", mime="audio/mpeg"), "song.mp3", "audio/mpeg"),
    (Clip("voice"), "voice_", "audio/ogg"),
    (Clip("video_note"), "round_", "video/mp4"),
    (Clip("document", name="brief.docx", mime="application/msword"), "brief.docx", "application/msword"),
]


async def said(bench: Bench, text: str, **more: object) -> Message:
    anna = bench.server.people.user()
    await bench.server.people.say(anna, text, extra=dict(more))
    return await bench.intake.next()


@pytest.mark.parametrize(("clip", "name", "media_type"), FILES, ids=lambda value: str(value)[:24])
async def test_every_kind_of_file_is_known(bench: Bench, clip: Clip, name: str, media_type: str) -> None:
    anna = bench.server.people.user()
    await bench.server.people.send(anna, clip)
    (attachment,) = (await bench.intake.next()).attachments
    assert attachment.name.startswith(name)
    assert (attachment.media_type, attachment.size) == (media_type, len(clip.data))
    if clip.kind in ("video", "audio", "voice", "video_note", "animation"):
        assert attachment.duration == 3


async def test_the_largest_size_of_a_photo_is_taken(bench: Bench) -> None:
    await bench.server.people.send(bench.server.people.user(), Clip("photo", b"large picture"))
    (photo,) = (await bench.intake.next()).attachments
    assert (photo.width, photo.height, photo.size) == (640, 360, len(b"large picture"))


async def test_an_album_shares_its_id_and_keeps_its_captions(bench: Bench) -> None:
    anna = bench.server.people.user()
    await bench.server.people.album(anna, [Clip("photo", caption="first"), Clip("photo"), Clip("video")])
    await bench.intake.next(3)
    messages = bench.intake.messages
    assert len({message.album_id for message in messages}) == 1
    assert messages[0].album_id
    assert [message.attachments[0].caption for message in messages] == ["first", "", ""]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start promo_7", Command("start", "promo_7")),
        ("/export", Command("export")),
        ("/UPLOAD https://example.com/a.mp4", Command("upload", "https://example.com/a.mp4")),
        (f"/new@{BOT_USERNAME} Holiday film", Command("new", "Holiday film")),
        ("/make a city\nat night", Command("make", "a city\nat night")),
        ("/nonsense now", Command("nonsense", "now")),
        ("/retry request-1", Command("retry", "request-1")),
        ("/run_edited 7", Command("help", "7")),
        ("tell me /export", None),
    ],
)
async def test_commands_are_told_from_words(bench: Bench, text: str, command: Command | None) -> None:
    assert (await said(bench, text)).command == command


async def test_a_command_for_another_bot_is_none_of_ours(bench: Bench) -> None:
    anna = bench.server.people.user()
    await bench.server.people.say(anna, "/export@some_other_bot")
    await bench.server.people.say(anna, "and now us")
    assert (await bench.intake.next()).text == "and now us"


async def test_a_caption_can_be_a_command(bench: Bench) -> None:
    await bench.server.people.send(bench.server.people.user(), Clip("video", caption="/make a trailer"))
    message = await bench.intake.next()
    assert (message.command, len(message.attachments)) == (Command("make", "a trailer"), 1)


async def test_an_edited_message_says_so(bench: Bench) -> None:
    anna = bench.server.people.user()
    asked = await bench.server.people.say(anna, "a sunset")
    first = await bench.intake.next()
    await bench.server.people.edit(anna, asked, "a sunrise")
    second = await bench.intake.next(2)
    assert (first.edited, second.edited, second.text) == (False, True, "a sunrise")
    assert second.ref.message_id == first.ref.message_id
    assert second.update_id != first.update_id


async def test_an_edit_that_changes_nothing_we_read_is_passed_over(bench: Bench) -> None:
    anna = bench.server.people.user()
    asked = await bench.server.people.say(anna, "see https://example.com")
    await bench.server.people.edit(anna, asked, "see https://example.com")  # as when a link's preview arrives
    await bench.server.people.edit(anna, asked, "see https://example.org")
    await bench.intake.next(2)
    assert [message.text[-3:] for message in bench.intake.messages] == ["com", "org"]


async def test_an_edit_that_could_not_be_written_down_comes_again(bench: Bench) -> None:
    anna = bench.server.people.user()
    asked = await bench.server.people.say(anna, "a sunset")
    await bench.intake.next()
    bench.intake.fail = 1
    await bench.server.people.edit(anna, asked, "a sunrise")
    assert (await bench.intake.next(2)).text == "a sunrise"


async def test_the_address_behind_a_link_is_not_lost(bench: Bench) -> None:
    link = {"type": "text_link", "offset": 4, "length": 4, "url": "https://example.com/clip.mp4"}
    assert (await said(bench, "use this", entities=[link])).text == "use this\nhttps://example.com/clip.mp4"


async def test_a_reply_brings_the_words_and_files_it_answers(bench: Bench) -> None:
    people, anna = bench.server.people, bench.server.people.user()
    clip = await people.send(anna, Clip("video", name="dog.mp4", caption="my dog"))
    await people.say(anna, "make it shorter", reply_to=clip)
    replied_to = (await bench.intake.next(2)).replied_to
    assert replied_to is not None
    assert (replied_to.message_id, replied_to.text, replied_to.from_bot) == (str(clip), "my dog", False)
    assert [file.name for file in replied_to.attachments] == ["dog.mp4"]


async def test_a_quote_narrows_what_a_reply_means(bench: Bench) -> None:
    people, anna = bench.server.people, bench.server.people.user()
    long = await people.say(anna, "first a beach, then a city")
    await people.say(anna, "longer", reply_to=long, extra={"quote": {"text": "a city", "position": 20}})
    replied_to = (await bench.intake.next(2)).replied_to
    assert replied_to is not None
    assert replied_to.text == "a city"


async def test_a_reply_to_a_file_in_another_chat_brings_that_file(bench: Bench) -> None:
    people, anna = bench.server.people, bench.server.people.user()
    await people.send(anna, Clip("video", name="far.mp4"))
    video = next(iter(bench.server.world.chats[anna].messages.values()))["video"]
    origin = {"type": "user", "date": 1, "sender_user": bench.server.world.users[anna]}
    await people.say(anna, "cut this", extra={"external_reply": {"origin": origin, "message_id": 5, "video": video}})
    replied_to = (await bench.intake.next(2)).replied_to
    assert replied_to is not None
    assert [file.name for file in replied_to.attachments] == ["far.mp4"]


async def test_a_forwarded_file_counts_like_an_own_one(bench: Bench) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
    await bench.server.people.send(bench.server.people.user(), Clip(), extra={"forward_origin": origin})
    assert len((await bench.intake.next()).attachments) == 1


async def test_rich_messages_are_read_although_the_library_does_not_know_them(bench: Bench) -> None:
    anna = bench.server.people.user()
    blocks = [
        {"type": "heading", "size": 1, "text": "My film"},
        {"type": "paragraph", "text": ["a ", {"type": "bold", "text": "slow"}, " sunset"]},
        {"type": "list", "items": [{"label": "•", "blocks": [{"type": "paragraph", "text": "waves"}]}]},
        {"type": "video", "video": {"file_id": "f1", "file_unique_id": "u1", "width": 2, "height": 2, "duration": 4}},
    ]
    await bench.server.people._post(anna, None, {"rich_message": {"blocks": blocks}}, None, None)
    message = await bench.intake.next()
    assert message.text == "My film\na slow sunset\n• waves"
    assert [(file.name, file.duration) for file in message.attachments] == [("video_u1.mp4", 4)]


async def test_what_we_cannot_use_still_arrives_so_that_it_can_be_answered(bench: Bench) -> None:
    dice = {"dice": {"emoji": "🎲", "value": 3}}
    await bench.server.people._post(bench.server.people.user(), None, dice, None, None)
    message = await bench.intake.next()
    assert (message.text, message.attachments, message.addressed) == ("", (), True)


async def test_a_part_that_the_library_cannot_read_costs_no_message(bench: Bench) -> None:
    clip = {"file_id": "f1", "file_unique_id": "u1", "width": 1, "height": 1, "duration": 1}
    strange = {"poll": {"id": "1", "question": "Which?"}, "sticker": {"file_id": "s"}, "video": clip}
    message = await said(bench, "which one?", **strange)
    assert message.text == "which one?"
    assert [file.reference for file in message.attachments] == ["f1"]


async def test_service_messages_and_other_bots_are_passed_over(bench: Bench) -> None:
    people, anna = bench.server.people, bench.server.people.user()
    await people.service(anna, {"new_chat_title": "Films"})
    bench.server.world.users[77] = {"id": 77, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    await people.say(77, "I am a bot", chat=anna)
    await people.say(anna, "I am not")
    assert (await bench.intake.next()).text == "I am not"


async def test_an_update_that_nobody_can_read_keeps_back_no_other(bench: Bench) -> None:
    bench.server.world.queue("message", {"message_id": "?", "chat": "broken"})
    await bench.server.people.say(bench.server.people.user(), "still here")
    assert (await bench.intake.next()).text == "still here"


async def test_being_blocked_ends_the_conversation(bench: Bench) -> None:
    anna = bench.server.people.user()
    await bench.server.people.say(anna, "hello")
    await bench.server.people.block(anna)
    await bench.intake.until(lambda: bool(bench.intake.gone))
    assert bench.intake.gone == [ConversationKey("telegram", str(anna))]


async def test_attachments_never_hold_an_address(bench: Bench) -> None:
    await bench.server.people.send(bench.server.people.user(), Clip("document", name="a.pdf"))
    (attachment,) = (await bench.intake.next()).attachments
    assert isinstance(attachment, Attachment)
    assert "http" not in attachment.reference
    assert await bench.messenger.public_url(attachment) is None
