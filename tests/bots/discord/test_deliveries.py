"""What the core owes, as people see it in a server (played by simcord)."""

from pathlib import Path

import pytest

from core.errors import ConversationGone, DeliveryRefused, DeliveryUnknown
from core.model import Content, DeliveryKind, Media, MediaKind, RichText, Span, Style
from tests.bots.discord.orders import owed
from tests.bots.discord.stage import Stage

pytestmark = pytest.mark.third_party


async def test_the_job_card_changes_in_place_and_the_result_is_new(stage: Stage) -> None:
    await stage.alice.slash(stage.channel, "reel make", prompt="a cat")
    receipt = await stage.say("Working")
    for percent in (20, 40, 60):
        await stage.edit(receipt.last, Content(RichText.of(f"{percent} %")))
    await stage.send(owed(stage.intake.last, "Done", kind=DeliveryKind.RESULT))
    assert stage.said() == ["60 %", f"{stage.alice.mention} Done"]


async def test_after_fourteen_minutes_the_card_still_changes(stage: Stage) -> None:
    await stage.alice.slash(stage.channel, "reel make", prompt="a cat")
    receipt = await stage.say("Working")
    await stage.pass_time(16 * 60)
    await stage.edit(receipt.last, Content(RichText.of("Still on it")))
    await stage.send(owed(stage.intake.last, "Done", kind=DeliveryKind.RESULT))
    assert stage.said() == ["Still on it", f"{stage.alice.mention} Done"]


async def test_a_film_is_attached(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"film" * 100)
    media = Media(MediaKind.VIDEO, str(path), "film.mp4", 400)
    await stage.alice.slash(stage.channel, "reel make", prompt="a cat")
    await stage.send(owed(stage.intake.last, "Done", kind=DeliveryKind.RESULT, media=media))
    done = stage.channel.last_message
    assert done is not None
    assert [(file.filename, file.size) for file in done.attachments] == [("film.mp4", 400)]


async def test_a_picture_of_the_timeline_stands_beside_the_film(stage: Stage, tmp_path: Path) -> None:
    film, drawn = tmp_path / "film.mp4", tmp_path / "timeline.png"
    film.write_bytes(b"film" * 100)
    drawn.write_bytes(b"drawn")
    media = Media(MediaKind.VIDEO, str(film), "film.mp4", 400)
    picture = Media(MediaKind.PICTURE, str(drawn), "timeline.png", 5)
    await stage.alice.slash(stage.channel, "reel make", prompt="a cat")
    await stage.send(owed(stage.intake.last, "Done", kind=DeliveryKind.RESULT, media=media, picture=picture))
    done = stage.channel.last_message
    assert done is not None
    assert [file.filename for file in done.attachments] == ["film.mp4", "timeline.png"]


async def test_direct_messages_work_the_same(stage: Stage) -> None:
    await stage.alice.send_dm("a cat in the rain")
    asked = stage.intake.last
    receipt = await stage.send(owed(asked, "Working"))
    await stage.edit(receipt.last, Content(RichText.of("50 %")))
    await stage.send(owed(asked, "Done", kind=DeliveryKind.RESULT))
    await stage.send(owed(asked, "only you", kind=DeliveryKind.NOTICE, private=True))
    inbox = stage.alice.user.dm_channel
    assert stage.said(inbox) == ["50 %", "Done", "only you"]


async def test_an_error_is_shown_to_its_person_alone(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "reel make", prompt="a cat")
    await stage.say("Working")
    await stage.send(owed(stage.intake.last, "Out of credits", kind=DeliveryKind.NOTICE, private=True))
    assert [message.content for message in result.followups] == ["Out of credits"]
    assert all(message.ephemeral for message in result.followups)


async def test_backend_words_neither_mention_nor_dress_up(stage: Stage) -> None:
    await stage.alice.slash(stage.channel, "reel make", prompt="a cat")
    text = RichText.of(Span("Title", Style.BOLD), "\n", f"@everyone {stage.bob.mention} **loud** `x`")
    await stage.send(owed(stage.intake.last, text, kind=DeliveryKind.RESULT))
    done = stage.channel.last_message
    assert done is not None
    assert [user.id for user in done.mentions] == [stage.alice.id]
    assert not done.mention_everyone
    assert "**Title**" in done.content
    assert r"\*\*loud\*\*" in done.content


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [(403, 50013, DeliveryRefused), (404, 10003, ConversationGone), (503, 0, DeliveryUnknown)],
)
async def test_injected_refusals_are_told_as_the_cores_errors(
    stage: Stage, status: int, code: int, error: type[Exception]
) -> None:
    bot = stage.env.bot.user
    assert bot is not None
    await stage.alice.send(stage.channel, f"{bot.mention} a cat")
    stage.env.inject_error("POST", "/channels/*/messages", status=status, code=code, times=None)
    with pytest.raises(error):
        await stage.send(owed(stage.intake.last, "Working"))
