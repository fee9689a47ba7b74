"""Deliveries as people get to see them."""

import pytest

from bots.telegram.formatting import units
from core.errors import SlowDown
from core.model import Button, DeliveryKind, Span, Style
from core.ports import Reaction
from tests.bots.telegram.bench import Bench
from tests.bots.telegram.chats import chat_with, group_with, last
from tests.bots.telegram.deliveries import content, delivery

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


# edits


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


# small gestures


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
