"""Direct messages, servers that only people brought the bot along to, and what outlives a restart."""

from pathlib import Path

import pytest

from tests.e2e import films
from tests.e2e.discord.stage import Stage, Town, stage, town
from tests.e2e.discord.test_workflows import film_of, labels
from tests.e2e.discord.transcript import notified
from tests.fakes.studio_process import StudioProcess

pytestmark = pytest.mark.heavy

MAKE = "a 2-second video of snow"


async def test_in_direct_messages_plain_words_are_enough(bot: Stage, tmp_path: Path) -> None:
    inbox = bot.world.inbox_of(bot.alice)
    await bot.write(MAKE, channel=inbox)
    first = await bot.until_video(channel=inbox)
    films.assert_film(film_of(first), 2.0)
    assert notified(bot.world, first) == [], "a direct message notifies by itself"
    await bot.settled(inbox)

    photo = films.photos(tmp_path, "one.jpg")[0]
    await bot.write("add the title “Snow”", channel=inbox, files=(("one.jpg", photo, "image/jpeg"),))
    await bot.until_video(2, channel=inbox)
    await bot.settled(inbox)

    for words, answer in (("credits", "credits available"), ("status", "Timeline ("), ("导出", "")):
        await bot.write(words, channel=inbox)
        await (bot.until_said(answer, channel=inbox) if answer else bot.until_video(3, channel=inbox))
    await bot.settled(inbox)
    assert all(post.seen_by is None for post in bot.posts(inbox))


async def test_a_brief_as_a_document_becomes_the_prompt(bot: Stage, tmp_path: Path) -> None:
    brief = films.brief(tmp_path, "docx", "Make a 2-second video of the ocean at night.")
    inbox = bot.world.inbox_of(bot.alice)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    await bot.write("use this brief", channel=inbox, files=(("brief.docx", brief, kind),))
    assert "ocean" in (await bot.until_video(channel=inbox)).content
    await bot.settled(inbox)


async def test_a_changed_message_is_run_only_when_asked_to(bot: Stage) -> None:
    inbox = bot.world.inbox_of(bot.alice)
    asked = await bot.write(MAKE, channel=inbox)
    await bot.until_video(channel=inbox)
    await bot.settled(inbox)
    runs = len(await bot.studio.calls("run"))
    await bot.discord.acts.rewrite(asked.id, "a 3-second video of rain")
    offer = await bot.until_said("Shall I run it as it is now?", channel=inbox)
    assert len(await bot.studio.calls("run")) == runs
    await bot.press(offer, "Run the new text")
    await bot.until_video(2, channel=inbox)
    await bot.settled(inbox)


async def test_where_the_bot_is_no_member_everything_runs_through_peoples_own_commands(
    studio: StudioProcess, tmp_path: Path
) -> None:
    async with town(has_bot=False) as place, stage(place, studio, tmp_path / "reelay") as bot:
        asked = await bot.slash("reel make", prompt=MAKE)
        result = await bot.until_video()
        await bot.until_seen(asked, "✅ Done")
        await bot.settled()
        assert notified(bot.world, result) == ["alice"]
        form = await bot.press(result, "Edit")
        await bot.fill_in(form, "add the title “Outside”")
        await bot.until_said("Added title “Outside”")
        await bot.settled()
        assert not bot.discord.requests("POST", f"/channels/{bot.channel}/messages$")


async def test_there_a_long_job_is_asked_after_with_the_check_button(studio: StudioProcess, tmp_path: Path) -> None:
    await studio.rehearse({"do": "slow", "call": "export", "seconds": 4})
    async with town(has_bot=False) as place, stage(place, studio, tmp_path / "reelay") as bot:
        bot.world.closed_inboxes.add(bot.alice)
        asked = await bot.slash("reel make", prompt=MAKE)
        status = await bot.until_seen(asked, "Rendering")
        await bot.pass_time(12.5 * 60)
        await bot.until(lambda: "Check" in labels(bot, status))
        await bot.pass_time(3 * 60)
        await bot.discord.until(lambda: bot.discord.requests("POST", "/users/@me/channels"))
        assert not bot.videos()
        await bot.press(status, "Check")
        result = await bot.until_video()
        films.assert_film(film_of(result), 2.0)
        await bot.until_seen(asked, "✅ Done")


async def test_buttons_and_forms_work_after_a_restart(place: Town, studio: StudioProcess, tmp_path: Path) -> None:
    async with stage(place, studio, tmp_path / "reelay") as bot:
        await bot.slash("reel make", prompt=MAKE)
        result = await bot.until_video()
        await bot.settled()
        open_form = await bot.press(result, "Edit")
    async with stage(place, studio, tmp_path / "reelay") as bot:
        await bot.fill_in(open_form, "add the title “Before”")
        edited = await bot.until_said("Added title “Before”")
        await bot.settled()
        await bot.press(edited, "Export", by=bot.bob)
        second = await bot.until_video(2)
        assert notified(bot.world, second) == ["bob"]
        await bot.settled()
        assert len(bot.discord.requests("PUT", "/commands$")) == 1, "commands are sent only when they changed"


async def test_a_job_goes_on_after_a_restart_in_the_message_it_began(
    place: Town, studio: StudioProcess, tmp_path: Path
) -> None:
    await studio.rehearse({"do": "slow", "call": "export", "seconds": 2})
    runs = len(await studio.calls("run"))
    async with stage(place, studio, tmp_path / "reelay") as bot:
        asked = await bot.slash("reel make", prompt=MAKE)
        await bot.until_seen(asked, "Rendering")
    async with stage(place, studio, tmp_path / "reelay") as bot:
        await bot.until_video()
        await bot.until_seen(asked, "✅ Done")
        await bot.settled()
        assert len(bot.videos()) == 1
        assert len(await studio.calls("run")) == runs + 1
