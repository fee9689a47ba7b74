"""Every command, from Discord's menu to the answer on the screen: what is said, and who sees it."""

from pathlib import Path

import pytest

from tests.e2e import films
from tests.e2e.discord.stage import Stage
from tests.fakes.discord_gateway.world import Post

pytestmark = pytest.mark.heavy

MAKE = "a 2-second video of snow"


async def made(bot: Stage, channel: int | None = None) -> Post:
    """A video is there."""
    await bot.slash("reel make", channel=channel, prompt=MAKE)
    post = await bot.until_video(channel=channel)
    await bot.settled(channel)
    return post


async def test_what_concerns_one_person_is_seen_by_that_person_alone(bot: Stage) -> None:
    await made(bot)
    told = {
        "credits": ("credits available",),
        "settings": ("Settings of this chat", "Automatic export"),
        "help": ("/reel make", "mentions of me"),
        "link": ("Open the project in a browser", "claim"),
    }
    for command, words in told.items():
        post = await bot.until_seen(await bot.slash(f"reel {command}"), *words)
        assert post.seen_by == bot.alice, command


async def test_what_concerns_everybody_is_seen_by_everybody(bot: Stage) -> None:
    await made(bot)
    told = {
        "status": (f"Project “{MAKE}”", "Nothing is running.", "Timeline ("),
        "timeline": ("Timeline (",),
        "history": (f"Versions of “{MAKE}”", "1."),
        "projects": ("Projects", MAKE),
        "skill": ("AI Video Maker", "Video to Generator"),
    }
    for command, words in told.items():
        post = await bot.until_seen(await bot.slash(f"reel {command}"), *words)
        assert post.seen_by is None, command
        assert ("timeline.png" in [file.name for file in post.files]) is (command == "timeline")


async def test_edit_undo_and_export_of_an_earlier_version(bot: Stage) -> None:
    await made(bot)
    await bot.slash("reel edit", change="add the title “First”", by=bot.bob)
    await bot.until_said("Added title “First”")
    await bot.settled()
    await bot.slash("reel undo")
    await bot.until_said("Removed title “First”")
    await bot.settled()
    await bot.slash("reel export", revision="2")
    titled = await bot.until_video(2)
    assert "First" in titled.content
    await bot.settled()


async def test_new_projects_switching_and_their_suggestions(bot: Stage) -> None:
    await made(bot)
    await bot.until_seen(await bot.slash("reel new", name="Second one"), "Second one")
    typed = await bot.answered(
        await bot.discord.acts.complete(bot.alice, bot.channel, "reel projects", "project", "sn")
    )
    assert typed.choices is not None
    (offer,) = typed.choices
    assert offer["name"].startswith(MAKE)
    await bot.until_seen(await bot.slash("reel projects", project=offer["value"]), MAKE)
    await bot.until_seen(await bot.slash("reel status"), f"Project “{MAKE}”")


async def test_files_by_attachment_and_by_address_are_added_to_the_project(bot: Stage, tmp_path: Path) -> None:
    photo = films.photos(tmp_path, "one.jpg")[0]
    found = await bot.slash("reel upload", files={"file1": ("one.jpg", photo, "image/jpeg")})
    await bot.until_seen(found, "✅ Done")
    stored = next(file for file in bot.world.files.values() if file.name == "one.jpg")
    url = f"{bot.discord.url}/cdn/attachments/1/{stored.id}/two.jpg?ex=ffffffff"
    await bot.until_seen(await bot.slash("reel upload", url=url), "✅ Done")
    await bot.until_seen(await bot.slash("reel status"), "2 files are here")
    nothing = await bot.slash("reel upload")
    post = await bot.until_seen(nothing, "Pick a file")
    assert post.seen_by == bot.alice


async def test_settings_language_and_skill_are_kept(bot: Stage) -> None:
    await bot.until_seen(await bot.slash("reel settings", name="auto_export", value="on"), "edit: on")
    await bot.until_seen(await bot.slash("reel skill", skill="video-to-generator"), "Send me footage")
    settings = await bot.until_seen(await bot.slash("reel settings"), "Video to Generator")
    toggled = await bot.press(settings, "✅ Automatic export")
    assert toggled.hidden is False
    await bot.until(lambda: any("edit: off" in post.content for post in bot.posts()))


async def test_a_token_is_given_in_a_form_and_never_seen_again(bot: Stage) -> None:
    form = await bot.slash("reel token")
    assert form.modal is not None
    told = await bot.until_seen(await bot.fill_in(form, "nmv_usr_test-token"), "kept, encrypted")
    assert told.seen_by == bot.alice
    await bot.until(lambda: [post for post in bot.posts() if "does not accept this token" in post.content])
    forgotten = await bot.until_seen(await bot.slash("reel token", forget=True), "forgotten")
    assert forgotten.seen_by == bot.alice
    assert all("nmv_usr" not in post.content for post in bot.posts())
    assert all("nmv_usr" not in str(entry.body) for entry in bot.discord.books)


async def test_cancel_stops_ones_own_and_a_strangers_press_is_refused_in_private(bot: Stage) -> None:
    await bot.studio.rehearse({"do": "slow", "call": "run", "seconds": 30})
    asked = await bot.slash("reel make", prompt=MAKE)
    status = await bot.until_seen(asked, "for Alice")
    await bot.press(status, "Cancel", by=bot.bob)
    refused = await bot.until_said("only who asked for it")
    assert refused.seen_by == bot.bob
    stopping = await bot.until_seen(await bot.slash("reel cancel"), "Stopping it")
    assert stopping.seen_by == bot.alice
    await bot.until_seen(asked, "⏹ Cancelled")
    await bot.settled()
    assert not bot.videos()


async def test_everybody_sees_whose_turn_it_is(bot: Stage) -> None:
    await bot.studio.rehearse({"do": "slow", "call": "run", "seconds": 30})
    first = await bot.slash("reel make", prompt=MAKE)
    await bot.until_seen(first, "for Alice")
    second = await bot.slash("reel edit", change="add a title", by=bot.bob)
    await bot.until_seen(second, "In the queue", "for Bob", "behind 1 request")
    for asked, person in ((second, bot.bob), (first, bot.alice)):
        await bot.press(bot.world.messages[asked.original or 0], "Cancel", by=person)
        await bot.until_seen(asked, "⏹ Cancelled")
    await bot.settled()


async def test_menu_entries_make_a_video_from_a_message_and_add_it_to_the_current_one(
    bot: Stage, tmp_path: Path
) -> None:
    words = await bot.write(MAKE, by=bot.bob)
    await bot.answered(await bot.discord.acts.menu(bot.alice, bot.channel, "Make a video from this", words.id))
    await bot.until_video()
    await bot.settled()
    photo = films.photos(tmp_path, "one.jpg")[0]
    picture = await bot.write("", by=bot.bob, files=(("one.jpg", photo, "image/jpeg"),))
    added = await bot.answered(
        await bot.discord.acts.menu(bot.alice, bot.channel, "Add to the current video", picture.id)
    )
    await bot.until_seen(added, "✅ Done")
    edit = await bot.write("add the title “From the menu”", by=bot.bob)
    await bot.answered(await bot.discord.acts.menu(bot.alice, bot.channel, "Add to the current video", edit.id))
    await bot.until_said("Added title “From the menu”")
    await bot.settled()
