"""Sends and edits over real sockets: tokens, nonces, limits, and what Discord refuses."""

from pathlib import Path

import pytest

from core.errors import (
    ConversationGone,
    DeliveryRefused,
    DeliveryUnknown,
    MediaTooLarge,
    MessengerUnreachable,
    SlowDown,
)
from core.model import Button, Content, DeliveryKind, Media, MediaKind, RichText, Span
from tests.bots.discord.line import Line, line_on
from tests.bots.discord.orders import again, owed
from tests.fakes.discord_gateway.world import digest

MB = 2**20


def film(folder: Path, size: int = 3000) -> Media:
    path = folder / "film.mp4"
    path.write_bytes(bytes(range(250)) * (size // 250))
    return Media(MediaKind.VIDEO, str(path), "film.mp4", path.stat().st_size)


async def test_a_command_is_acknowledged_and_its_status_fills_the_first_answer(line: Line) -> None:
    asked = await line.ask()
    receipt = await line.platform.messenger.send(owed(asked, "Working on it"))
    assert line.world.said(line.channel) == ["Working on it"]
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("50 %")))
    assert line.world.said(line.channel) == ["50 %"]
    assert not line.discord.requests("POST", "/channels/.*/messages$")


async def test_after_fourteen_minutes_edits_go_to_the_channel_message(line: Line) -> None:
    asked = await line.ask()
    receipt = await line.platform.messenger.send(owed(asked, "Working on it"))
    line.world.advance(14 * 60 + 1)
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("Still on it")))
    assert line.world.said(line.channel) == ["Still on it"]
    assert len(line.discord.requests("PATCH", f"/channels/{line.channel}/messages/")) == 1


async def test_a_token_that_discord_ended_early_is_left_for_the_channel(line: Line) -> None:
    asked = await line.ask()
    receipt = await line.platform.messenger.send(owed(asked, "Working on it"))
    line.discord.fail("PATCH", "@original", status=401, code=50027)
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("50 %")))
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("60 %")))
    assert line.world.said(line.channel) == ["60 %"]
    assert [entry.status for entry in line.discord.requests("PATCH", "@original")] == [200, 401]


async def test_a_status_whose_token_died_before_it_was_said_goes_to_the_channel(line: Line) -> None:
    asked = await line.ask()
    line.discord.fail("PATCH", "@original", status=401, code=50027)
    await line.platform.messenger.send(owed(asked, "Working on it"))
    assert line.world.said(line.channel) == ["Working on it"]


async def test_a_result_is_a_new_message_that_notifies_its_requester_alone(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working on it"))
    await line.platform.messenger.send(owed(asked, "Done @everyone <@1>", kind=DeliveryKind.RESULT))
    result = line.world.history(line.channel)[-1]
    assert result.content.startswith(f"<@{line.alice}> ")
    assert result.allowed_mentions == {"parse": [], "users": [line.alice], "replied_user": False}
    assert "@everyone" not in result.content
    assert "<@1>" not in result.content
    assert result.reference is not None
    assert result.reference["message_id"] == asked.ref.message_id


async def test_edits_mention_nobody(line: Line) -> None:
    asked = await line.ask()
    receipt = await line.platform.messenger.send(owed(asked, "Working on it"))
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("@here")))
    line.world.advance(900)
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("@here again")))
    for entry in line.discord.requests("PATCH", "/messages/"):
        assert entry.body["allowed_mentions"] == {"parse": []}


async def test_a_result_without_any_status_leaves_no_thinking_behind(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    assert [post.content for post in line.world.history(line.channel)] == [f"<@{line.alice}> Done"]


async def test_a_repeat_under_its_nonce_leaves_one_message(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working on it"))
    delivery = owed(asked, "Done", kind=DeliveryKind.RESULT)
    line.discord.fail("POST", "/channels/.*/messages$", carried_out=True, drop=True)
    with pytest.raises(DeliveryUnknown):
        await line.platform.messenger.send(delivery)
    receipt = await line.platform.messenger.send(again(delivery))
    results = [text for text in line.world.said(line.channel) if "Done" in text]
    assert results == [f"<@{line.alice}> Done"]
    assert receipt.last.message_id == str(line.world.history(line.channel)[-1].id)
    assert line.world.repeats_dropped == 1


async def test_a_first_answer_whose_reply_was_lost_is_filled_again_in_place(line: Line) -> None:
    asked = await line.ask()
    delivery = owed(asked, "Working on it")
    line.discord.fail("PATCH", "@original", carried_out=True, drop=True)
    with pytest.raises(DeliveryUnknown):
        await line.platform.messenger.send(delivery)
    await line.platform.messenger.send(again(delivery))
    assert line.world.said(line.channel) == ["Working on it"]


async def test_a_repeat_that_may_be_one_says_so(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working on it"))
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT, repeated=True))
    assert "may be a repeat" in line.world.said(line.channel)[-1]


async def test_each_part_of_a_long_text_has_its_own_nonce_and_buttons_hang_on_the_last(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working on it"))
    text = "\n\n".join(f"Paragraph {number} " + "word " * 150 for number in range(6))
    buttons = ((Button("Export", "export"),),)
    receipt = await line.platform.messenger.send(owed(asked, text, kind=DeliveryKind.RESULT, buttons=buttons))
    posts = [line.world.messages[int(ref.message_id)] for ref in receipt.messages]
    assert len(posts) >= 3
    assert len({post.nonce for post in posts}) == len(posts)
    assert all(len(post.nonce or "") <= 25 for post in posts)
    assert [bool(post.components) for post in posts] == [False] * (len(posts) - 1) + [True]
    assert all(post.content.startswith("Paragraph") for post in posts[1:])


async def test_a_film_goes_along_byte_for_byte(line: Line, tmp_path: Path) -> None:
    asked = await line.ask()
    media = film(tmp_path, 2 * MB)
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT, media=media))
    (sent,) = line.world.history(line.channel)[-1].files
    assert (sent.name, sent.size) == ("film.mp4", media.size)
    assert sent.sha256 == digest(bytes(range(250)) * (media.size // 250))


LINKED = RichText.of("Done ", Span("https://cdn.example/film.mp4", url="https://cdn.example/film.mp4"))


async def test_a_film_above_the_servers_limit_is_left_to_its_link(line: Line, tmp_path: Path) -> None:
    asked = await line.ask()
    media = film(tmp_path, 11 * MB)
    await line.platform.messenger.send(owed(asked, LINKED, kind=DeliveryKind.RESULT, media=media))
    result = line.world.history(line.channel)[-1]
    assert result.files == []
    assert "https://cdn.example/film.mp4" in result.content
    assert "larger than Discord takes" in result.content


async def test_without_a_link_a_film_that_is_too_large_is_the_cores_to_solve(line: Line, tmp_path: Path) -> None:
    asked = await line.ask()
    with pytest.raises(MediaTooLarge):
        await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT, media=film(tmp_path, 11 * MB)))


async def test_a_boosted_server_takes_more(tmp_path: Path) -> None:
    async with line_on(tmp_path, tier=2) as line:
        asked = await line.ask()
        assert line.platform.messenger.capabilities(asked.conversation).upload_limit == 50 * MB
        await line.platform.messenger.send(owed(asked, LINKED, kind=DeliveryKind.RESULT, media=film(tmp_path, 11 * MB)))
        assert line.world.history(line.channel)[-1].files[0].size > 10 * MB


async def test_a_size_that_discord_refuses_after_all_is_left_to_the_link(line: Line, tmp_path: Path) -> None:
    asked = await line.ask()
    line.discord.fail("POST", "/channels/.*/messages$", status=413, code=40005, times=2)
    await line.platform.messenger.send(owed(asked, LINKED, kind=DeliveryKind.RESULT, media=film(tmp_path)))
    assert "https://cdn.example/film.mp4" in line.world.said(line.channel)[-1]


async def test_a_short_wait_is_waited_out_and_a_long_one_is_told(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working on it"))
    line.discord.fail("POST", "/channels/.*/messages$", retry_after=0.05)
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    line.discord.fail("POST", "/channels/.*/messages$", retry_after=300.0)
    with pytest.raises(SlowDown) as refused:
        await line.platform.messenger.send(owed(asked, "Another", kind=DeliveryKind.RESULT))
    assert refused.value.retry_after == 300.0
    assert [text for text in line.world.said(line.channel) if "Done" in text]


async def test_a_wait_in_one_channel_does_not_stop_another(line: Line) -> None:
    other = line.world.add_channel(line.guild, "other")
    line.discord.fail("POST", f"/channels/{line.channel}/messages$", retry_after=300.0)
    here = await line.ask()
    await line.platform.messenger.send(owed(here, "Working"))
    await line.discord.acts.slash(line.alice, other, "reel make", prompt="a dog")
    there = await line.got(2)
    await line.platform.messenger.send(owed(there, "Working"))
    with pytest.raises(SlowDown):
        await line.platform.messenger.send(owed(here, "Done", kind=DeliveryKind.RESULT))
    await line.platform.messenger.send(owed(there, "Done", kind=DeliveryKind.RESULT))


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (404, 10003, ConversationGone),
        (403, 50001, ConversationGone),
        (403, 50013, DeliveryRefused),
        (400, 50035, DeliveryRefused),
        (400, 20016, SlowDown),
        (401, 0, MessengerUnreachable),
    ],
)
async def test_refusals_become_the_cores_errors(line: Line, status: int, code: int, error: type[Exception]) -> None:
    asked = await line.ask("reel status")
    await line.platform.messenger.send(owed(asked, "Working"))
    line.world.advance(15 * 60)
    line.discord.fail("POST", "/channels/.*/messages$", status=status, code=code, times=5)
    with pytest.raises(error):
        await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))


async def test_with_discord_out_of_reach_nothing_was_sent(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Working"))
    await line.discord.stop()
    with pytest.raises((MessengerUnreachable, DeliveryUnknown)):
        await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    with pytest.raises(MessengerUnreachable):
        await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))


async def test_a_private_answer_to_a_public_question_is_seen_by_one(line: Line) -> None:
    asked = await line.ask()
    await line.platform.messenger.send(owed(asked, "Not enough credits", kind=DeliveryKind.NOTICE, private=True))
    (post,) = line.world.history(line.channel)
    assert post.seen_by == line.alice
    assert post.content == "Not enough credits"


async def test_a_private_answer_without_a_token_comes_as_a_direct_message(line: Line) -> None:
    await line.discord.acts.write(line.alice, line.channel, f"<@{line.world.bot_id}> credits")
    asked = await line.got()
    await line.platform.messenger.send(owed(asked, "You have 7 credits", kind=DeliveryKind.ANSWER, private=True))
    assert line.world.said(line.channel) == []
    assert line.world.said(line.world.inbox_of(line.alice)) == ["You have 7 credits"]


async def test_closed_direct_messages_are_told_without_the_secret(line: Line) -> None:
    line.world.closed_inboxes.add(line.alice)
    await line.discord.acts.write(line.alice, line.channel, f"<@{line.world.bot_id}> credits")
    asked = await line.got()
    await line.platform.messenger.send(owed(asked, "You have 7 credits", kind=DeliveryKind.ANSWER, private=True))
    (told,) = line.world.said(line.channel)
    assert "Allow direct messages" in told
    assert "7" not in told.replace(str(line.alice), "")


async def forget(line: Line) -> None:
    """As after a restart: nothing is known but what was written down."""
    line.platform._book.__init__(line.clock)  # type: ignore[misc]
    await line.platform.remember()


async def test_an_old_process_left_a_first_answer_waiting(tmp_path: Path) -> None:
    async with line_on(tmp_path) as line:
        asked = await line.ask()
        await forget(line)
        await line.platform.messenger.send(owed(asked, "Working"))
        assert [post.content for post in line.world.history(line.channel)] == ["Working"]
        await forget(line)
        await line.platform.messenger.send(owed(asked, "Another word", kind=DeliveryKind.ANSWER))
        assert line.world.said(line.channel) == ["Working", "Another word"]


async def test_leaving_a_server_ends_what_is_owed_to_its_channels(line: Line) -> None:
    asked = await line.ask()
    await line.discord.acts.remove_bot(line.guild)
    await line.intake.left(1)
    assert asked.conversation in line.intake.gone


async def test_an_acknowledgement_without_words_is_one(line: Line) -> None:
    line.discord.webhooks.wordless = True
    asked = await line.ask()
    receipt = await line.platform.messenger.send(owed(asked, "Working"))
    await line.platform.messenger.edit(receipt.last, Content(RichText.of("50 %")))
    await line.platform.messenger.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    assert line.world.said(line.channel) == ["50 %", f"<@{line.alice}> Done"]


async def test_an_acknowledgement_that_came_too_late_loses_no_request(line: Line) -> None:
    line.discord.fail("POST", "/callback$", status=404, code=10062)
    asked = await line.ask()
    assert asked.text == "a cat"
    await line.platform.messenger.send(owed(asked, "Working"))
    assert line.world.said(line.channel) == ["Working"]
