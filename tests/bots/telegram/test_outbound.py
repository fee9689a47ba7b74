"""Deliveries as people get to see them."""

from pathlib import Path

import pytest

from bots.telegram.formatting import units
from core.errors import (
    ConversationGone,
    ConversationMoved,
    DeliveryRefused,
    DeliveryUnknown,
    MediaTooLarge,
    MessengerUnreachable,
    SlowDown,
)
from core.model import Button, DeliveryKind, Media, MediaKind, MessageRef, Person, Span, Style
from core.ports import Activity, Reaction
from tests.bots.telegram.bench import Bench, running
from tests.bots.telegram.deliveries import content, delivery, place
from tests.fakes.telegram_server import Call, TelegramServer

HELLO = "hello"


async def chat_with(bench: Bench, name: str = "Anna", language: str = "en") -> tuple[int, MessageRef]:
    person = bench.server.people.user(name, language)
    before = len(bench.intake.messages)
    await bench.server.people.say(person, HELLO)
    return person, (await bench.intake.next(before + 1)).ref


async def group_with(bench: Bench, *, forum: bool = False) -> tuple[int, Person, MessageRef]:
    anna = bench.server.people.user("Anna <3")
    chat = await bench.server.people.group(owner=anna, forum=forum)
    message = await bench.intake.next()
    return chat, message.person, message.ref


def last(bench: Bench, method: str) -> Call:
    return bench.server.world.calls_of(method)[-1]


def clip(folder: Path, size: int = 1000, kind: MediaKind = MediaKind.VIDEO, *, thumbnail: int = 0) -> Media:
    path = folder / "clip.mp4"
    path.write_bytes(bytes(size))
    small = folder / "small.jpg"
    small.write_bytes(bytes(thumbnail))
    return Media(kind, str(path), "sunset.mp4", size, 1920, 1080, 9.6, str(small) if thumbnail else None)


# words


async def test_words_are_shown_as_they_are_meant(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    shown = content("1 < 2 & ", Span("bold", Style.BOLD), " ", Span("there", url="https://example.com/?a=1&b=2"))
    await bench.messenger.send(delivery(anna, shown))
    said = bench.server.world.said(anna)[0]
    assert said["text"] == "1 < 2 & bold there"
    assert [entity["type"] for entity in said["entities"]] == ["bold", "text_link"]
    assert said["entities"][1]["url"] == "https://example.com/?a=1&b=2"


async def test_a_long_text_takes_several_messages_and_the_buttons_hang_on_the_last(bench: Bench) -> None:
    anna, ref = await chat_with(bench)
    paragraphs = "\n\n".join(f"{number}: " + "🎬 слова " * 60 for number in range(20))
    shown = content(paragraphs, buttons=((Button("Go", "export"),),))
    receipt = await bench.messenger.send(delivery(anna, shown, reply_to=ref))
    said = bench.server.world.said(anna)
    assert len(said) == len(receipt.messages) >= 3
    assert all(units(message["text"]) <= 4096 for message in said)
    assert all(message["text"][0].isdigit() for message in said)
    assert ["reply_markup" in message for message in said] == [False] * (len(said) - 1) + [True]


async def test_a_reply_to_a_message_that_is_gone_is_still_said(bench: Bench) -> None:
    anna, ref = await chat_with(bench)
    await bench.messenger.delete(ref)
    await bench.messenger.send(delivery(anna, "here", reply_to=ref))
    assert "reply_to_message" not in bench.server.world.said(anna)[0]


async def test_markup_that_is_refused_is_said_plainly(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendMessage", "refuse", code=400, description="Bad Request: can't parse entities: whatever")
    await bench.messenger.send(delivery(anna, content(Span("bold", Style.BOLD), " 1 < 2")))
    assert bench.server.world.said(anna)[0]["text"] == "bold 1 < 2"
    assert last(bench, "sendMessage").parameters.get("parse_mode") is None


async def test_an_address_that_is_no_button_for_telegram_is_written_out(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    rows = ((Button("Open", url="http://localhost:8787/p/1"), Button("Export", "export")),)
    await bench.messenger.send(delivery(anna, content("Ready.", buttons=rows)))
    said = bench.server.world.said(anna)[0]
    assert said["text"] == "Ready.\nOpen: http://localhost:8787/p/1"
    assert [button["text"] for row in said["reply_markup"]["inline_keyboard"] for button in row] == ["Export"]


async def test_statuses_are_silent_and_results_are_not(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    await bench.messenger.send(delivery(anna, "Working", kind=DeliveryKind.STATUS))
    assert last(bench, "sendMessage").parameters["disable_notification"] is True
    await bench.messenger.send(delivery(anna, "Done", kind=DeliveryKind.RESULT))
    assert "disable_notification" not in last(bench, "sendMessage").parameters
    assert "link_preview_options" not in last(bench, "sendMessage").parameters


async def test_a_repeat_says_that_it_may_be_one_in_the_readers_language(bench: Bench) -> None:
    anna, ref = await chat_with(bench)
    await bench.messenger.send(delivery(anna, "Your video", repeated=1, reply_to=ref))
    assert bench.server.world.said(anna)[0]["text"].startswith("This may be a repeat")


async def test_what_arrived_of_a_long_text_is_not_sent_again(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    long = delivery(anna, "\n\n".join("word " * 700 for _ in range(3)))
    bench.server.fail("sendMessage", "none")
    bench.server.fail("sendMessage", "slow_down", seconds=7)
    with pytest.raises(SlowDown) as caught:
        await bench.messenger.send(long)
    assert caught.value.retry_after == 7
    receipt = await bench.messenger.send(long)
    said = bench.server.world.said(anna)
    assert [str(message["message_id"]) for message in said] == [ref.message_id for ref in receipt.messages]
    assert len(said) == 3


# videos, pictures, files


async def test_a_video_plays_inline(bench: Bench, tmp_path: Path) -> None:
    anna, ref = await chat_with(bench)
    shown = content("Done", buttons=((Button("Export", "export"),),), media=clip(tmp_path, thumbnail=900))
    await bench.messenger.send(delivery(anna, shown, kind=DeliveryKind.RESULT, reply_to=ref))
    said, call = bench.server.world.said(anna)[0], last(bench, "sendVideo")
    assert (said["caption"], said["video"]["file_name"], said["video"]["file_size"]) == ("Done", "sunset.mp4", 1000)
    assert (said["video"]["width"], said["video"]["height"], said["video"]["duration"]) == (1920, 1080, 10)
    assert said["video"]["thumbnail"]["file_size"] == 900
    assert call.parameters["supports_streaming"] is True
    assert said["reply_markup"]


async def test_a_thumbnail_that_is_too_heavy_is_left_out(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    await bench.messenger.send(delivery(anna, content("Done", media=clip(tmp_path, thumbnail=200_001))))
    assert list(last(bench, "sendVideo").files) != []
    assert "thumbnail" not in bench.server.world.said(anna)[0]["video"]


async def test_a_long_report_goes_ahead_and_the_video_keeps_its_headline_and_link(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    address = "https://cdn.example.com/" + "signed/" * 60 + "export.mp4"
    shown = content("🎬 Ready\n\n", "• change\n" * 150, "\n\n🔗 ", Span(address, url=address), media=clip(tmp_path))
    await bench.messenger.send(delivery(anna, shown, kind=DeliveryKind.RESULT))
    report, video = bench.server.world.said(anna)
    assert report["text"].startswith("🎬 Ready\n\n• change")
    assert video["caption"] == "🎬 Ready\n\n🔗 cdn.example.com/…/export.mp4"
    assert [entity["url"] for entity in video["caption_entities"] if entity["type"] == "text_link"] == [address]


async def test_a_press_gets_no_reaction_and_its_answer_in_a_group_names_who_pressed(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    group = await bench.server.people.group(owner=anna)
    await bench.intake.next(2)
    buttons = ((Button("Status", "status"),),)
    receipt = await bench.messenger.send(delivery(group, content("Done", buttons=buttons)))
    await bench.server.people.press(anna, int(receipt.last.message_id), "Status", chat=group)
    pressed = await bench.intake.next(3)
    await bench.messenger.react(pressed.ref, Reaction.DONE)
    assert bench.server.world.calls_of("setMessageReaction") == []
    await bench.messenger.send(delivery(group, "All is well.", reply_to=pressed.ref, mention=pressed.person))
    assert bench.server.world.said(group)[-1]["text"] == "Anna\nAll is well."


async def test_a_caption_that_is_too_long_goes_ahead_of_the_video(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    shown = content("word " * 300, buttons=((Button("Export", "export"),),), media=clip(tmp_path))
    receipt = await bench.messenger.send(delivery(anna, shown))
    text, video = bench.server.world.said(anna)
    assert text["text"].startswith("word word")
    assert "caption" not in video
    assert "reply_markup" in video
    assert str(video["message_id"]) == receipt.last.message_id


async def test_pictures_and_files_go_their_own_ways(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    await bench.messenger.send(delivery(anna, content("Timeline", media=clip(tmp_path, kind=MediaKind.PICTURE))))
    await bench.messenger.send(delivery(anna, content("Log", media=clip(tmp_path, kind=MediaKind.FILE))))
    large = clip(tmp_path, 10_000_001, MediaKind.PICTURE)
    await bench.messenger.send(delivery(anna, content("Large", media=large)))
    kinds = [next(kind for kind in ("photo", "document") if kind in said) for said in bench.server.world.said(anna)]
    assert kinds == ["photo", "document", "document"]


async def test_a_picture_of_odd_measures_goes_as_a_file(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendPhoto", "refuse", code=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    await bench.messenger.send(delivery(anna, content("Timeline", media=clip(tmp_path, kind=MediaKind.PICTURE))))
    assert "document" in bench.server.world.said(anna)[0]


async def test_a_video_that_telegram_would_refuse_is_not_even_sent(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    media = Media(MediaKind.VIDEO, str(tmp_path / "huge.mp4"), "huge.mp4", 60_000_000)
    with pytest.raises(MediaTooLarge):
        await bench.messenger.send(delivery(anna, content("Done", media=media)))
    assert bench.server.world.calls_of("sendVideo") == []


async def test_413_says_too_large(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    bench.server.world.upload_limit = 500
    with pytest.raises(MediaTooLarge):
        await bench.messenger.send(delivery(anna, content("Done", media=clip(tmp_path))))


async def test_a_file_that_is_gone_from_our_disk_is_refused(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    media = Media(MediaKind.VIDEO, str(tmp_path / "gone.mp4"), "gone.mp4", 5)
    with pytest.raises(DeliveryRefused):
        await bench.messenger.send(delivery(anna, content("Done", media=media)))


async def test_with_a_local_server_two_gigabytes_fit(server: TelegramServer) -> None:
    async with running(server, telegram_local_mode=True) as bench:
        capabilities = bench.messenger.capabilities(place(1))
    assert capabilities.upload_limit == capabilities.download_limit == 2000 * 1024 * 1024


# edits


async def test_the_caption_of_a_video_can_be_edited(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    receipt = await bench.messenger.send(delivery(anna, content("Done", media=clip(tmp_path))))
    await bench.messenger.edit(receipt.last, content("Done, and seen"))
    assert bench.server.world.said(anna)[0]["caption"] == "Done, and seen"


async def test_an_edit_without_buttons_takes_them_away(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    receipt = await bench.messenger.send(delivery(anna, content("Working", buttons=((Button("Stop", "cancel"),),))))
    await bench.messenger.edit(receipt.last, content("Stopped"))
    assert "reply_markup" not in bench.server.world.said(anna)[0]


async def test_an_edit_that_grew_too_long_keeps_its_beginning(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    receipt = await bench.messenger.send(delivery(anna, "Working"))
    await bench.messenger.edit(receipt.last, content("word " * 3000))
    assert 4000 < units(bench.server.world.said(anna)[0]["text"]) <= 4096


async def test_editing_what_is_gone_is_refused(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    receipt = await bench.messenger.send(delivery(anna, "Working"))
    await bench.messenger.delete(receipt.last)
    with pytest.raises(DeliveryRefused):
        await bench.messenger.edit(receipt.last, content("Still working"))


async def test_an_edit_whose_answer_was_lost_may_be_repeated(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    receipt = await bench.messenger.send(delivery(anna, "Working"))
    bench.server.fail("editMessageText", "lost")
    with pytest.raises(MessengerUnreachable):
        await bench.messenger.edit(receipt.last, content("Working on"))
    await bench.messenger.edit(receipt.last, content("Working on"))


# refusals, in the core's terms


async def test_a_flood_limit_tells_how_long(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendMessage", "slow_down", seconds=42)
    with pytest.raises(SlowDown) as caught:
        await bench.messenger.send(delivery(anna, "hi"))
    assert caught.value.retry_after == 42


async def test_the_pace_of_one_chat_is_no_matter_to_another(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    ben, _ = await chat_with(bench, "Ben")
    bench.server.world.pacing.enabled = True
    for _ in range(bench.server.world.pacing.burst):
        await bench.messenger.send(delivery(anna, "hi"))
    with pytest.raises(SlowDown):
        await bench.messenger.send(delivery(anna, "hi"))
    await bench.messenger.send(delivery(ben, "hi"))


async def test_a_blocked_bot_knows_that_the_conversation_is_gone(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    await bench.server.people.block(anna)
    with pytest.raises(ConversationGone):
        await bench.messenger.send(delivery(anna, "hi"))
    with pytest.raises(ConversationGone):
        await bench.messenger.show_activity(place(anna), Activity.TYPING)


async def test_an_unknown_chat_and_a_deleted_topic_are_gone_too(bench: Bench) -> None:
    chat, _, _ = await group_with(bench, forum=True)
    for target in (delivery(-100777, "hi"), delivery(chat, "hi", topic=4711)):
        with pytest.raises(ConversationGone):
            await bench.messenger.send(target)


async def test_a_move_tells_the_new_address(bench: Bench) -> None:
    anna = bench.server.people.user()
    old = await bench.server.people.group(owner=anna, basic=True)
    new = await bench.server.people.migrate(old, anna)
    with pytest.raises(ConversationMoved) as caught:
        await bench.messenger.send(delivery(old, "hi"))
    assert caught.value.chat_id == str(new)


async def test_a_send_whose_answer_was_lost_is_unknown_and_not_repeated(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendMessage", "lost")
    with pytest.raises(DeliveryUnknown):
        await bench.messenger.send(delivery(anna, "hi"))
    assert len(bench.server.world.said(anna)) == 1


async def test_a_server_error_after_a_send_is_unknown(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendMessage", "refuse", code=502, description="Bad Gateway")
    with pytest.raises(DeliveryUnknown):
        await bench.messenger.send(delivery(anna, "hi"))


async def test_a_server_that_cannot_be_reached_got_nothing() -> None:
    async with TelegramServer() as server, running(server) as bench:
        anna, _ = await chat_with(bench)
        await bench.platform.stop_intake()
        await server.__aexit__(None, None, None)
        with pytest.raises(MessengerUnreachable):
            await bench.messenger.send(delivery(anna, "hi"))
        server._runner = server._delivering = None


async def test_a_revoked_token_leaks_into_no_error(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendMessage", "refuse", code=401, description="Unauthorized")
    with pytest.raises(MessengerUnreachable) as caught:
        await bench.messenger.send(delivery(anna, "hi"))
    assert bench.server.world.token not in f"{caught.value!r} {caught.value.__cause__!r}"


# groups


async def test_a_result_names_who_asked_and_a_status_does_not(bench: Bench) -> None:
    chat, anna, _ = await group_with(bench)
    await bench.messenger.send(delivery(chat, "Your video", kind=DeliveryKind.RESULT, mention=anna))
    await bench.messenger.send(delivery(chat, "Working", kind=DeliveryKind.STATUS, mention=anna))
    result, status = bench.server.world.said(chat)
    assert result["text"] == "Anna <3\nYour video"
    assert result["entities"][0]["user"]["id"] == int(anna.user_id)
    assert status["text"] == "Working"


async def test_in_a_private_chat_nobody_is_named(bench: Bench) -> None:
    anna, _ = await chat_with(bench)
    person = Person("telegram", str(anna), "Anna")
    await bench.messenger.send(delivery(anna, "Your video", kind=DeliveryKind.RESULT, mention=person))
    assert bench.server.world.said(anna)[0]["text"] == "Your video"


async def test_topics_get_their_own_answers_and_general_its_own(bench: Bench) -> None:
    chat, _, _ = await group_with(bench, forum=True)
    topic = bench.server.people.topic(chat)
    await bench.messenger.send(delivery(chat, "in the topic", topic=topic))
    await bench.messenger.send(delivery(chat, "in General"))
    await bench.messenger.show_activity(place(chat, topic), Activity.WORKING)
    threads = [message.get("message_thread_id") for message in bench.server.world.said(chat)]
    assert threads == [topic, None]


@pytest.mark.parametrize("privacy", [True, False])
async def test_what_privacy_mode_hides_is_known_to_the_core(server: TelegramServer, privacy: bool) -> None:
    server.world.privacy = privacy
    async with running(server) as bench:
        chat, _, _ = await group_with(bench)
        assert bench.messenger.capabilities(place(chat)).sees_all_group_messages is not privacy


async def test_a_reply_needs_no_name_above_it(bench: Bench) -> None:
    chat, anna, added = await group_with(bench)
    await bench.messenger.send(delivery(chat, "Hello everybody!", mention=anna, reply_to=added))
    assert bench.server.world.said(chat)[0]["text"] == "Hello everybody!"


async def test_a_private_link_goes_to_the_private_chat(bench: Bench) -> None:
    chat, anna, _ = await group_with(bench)
    await bench.server.people.say(int(anna.user_id), "/start")
    ref = (await bench.intake.next(2)).ref
    link = content("Open: https://example.com/claim/secret")
    await bench.messenger.send(delivery(chat, link, private=True, mention=anna, reply_to=ref))
    assert bench.server.world.said(int(anna.user_id))[0]["text"] == "Open: https://example.com/claim/secret"
    assert "secret" not in bench.server.world.said(chat)[0]["text"]


async def test_without_a_private_chat_the_group_reads_only_where_to_go(bench: Bench) -> None:
    chat, anna, _ = await group_with(bench)
    link = content(
        "Open: https://example.com/claim/secret", buttons=((Button("Open", url="https://example.com/claim"),),)
    )
    receipt = await bench.messenger.send(delivery(chat, link, private=True, mention=anna))
    said = bench.server.world.said(chat)
    assert len(said) == 1
    assert "secret" not in str(said)
    assert said[0]["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/reelay_test_bot"
    assert receipt.last.message_id == str(said[0]["message_id"])


async def test_a_private_word_without_an_address_is_said_where_it_was_asked(bench: Bench) -> None:
    chat, anna, _ = await group_with(bench)
    await bench.messenger.send(delivery(chat, "Only admins can do that.", private=True, mention=anna))
    assert "Only admins" in bench.server.world.said(chat)[0]["text"]


async def test_admins_are_asked_for_once_a_minute(bench: Bench) -> None:
    people = bench.server.people
    anna, ben = people.user("Anna"), people.user("Ben")
    chat = await people.group(owner=anna, members=[ben])
    for _ in range(3):
        assert await bench.messenger.is_admin(place(chat), Person("telegram", str(anna), "Anna"))
        assert not await bench.messenger.is_admin(place(chat), Person("telegram", str(ben), "Ben"))
    assert len(bench.server.world.calls_of("getChatMember")) == 2
    assert await bench.messenger.is_admin(place(ben), Person("telegram", str(ben), "Ben"))


# small gestures


async def test_a_reaction_that_a_group_forbids_is_no_error(bench: Bench) -> None:
    _, ref = await chat_with(bench)
    bench.server.fail("setMessageReaction", "refuse", code=400, description="Bad Request: REACTION_INVALID")
    await bench.messenger.react(ref, Reaction.SEEN)


async def test_nothing_is_done_to_a_message_that_does_not_exist(bench: Bench) -> None:
    chat, _, ref = await group_with(bench)
    await bench.messenger.react(ref, Reaction.SEEN)
    await bench.messenger.send(delivery(chat, "Hello", reply_to=ref))
    assert bench.server.world.calls_of("setMessageReaction") == []
    assert "reply_to_message" not in bench.server.world.said(chat)[0]


async def test_a_message_with_a_secret_is_taken_away(bench: Bench) -> None:
    anna, ref = await chat_with(bench)
    await bench.messenger.delete(ref)
    assert int(ref.message_id) not in bench.server.world.chats[anna].messages
    await bench.messenger.delete(ref)  # gone already: no error
