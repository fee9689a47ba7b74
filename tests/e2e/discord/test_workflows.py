"""The three ways people work, each with a real MP4 at its end."""

import re
from pathlib import Path

import pytest

from tests.e2e import films
from tests.e2e.discord.stage import Stage
from tests.e2e.discord.transcript import notified
from tests.fakes.discord_gateway.world import NO_PREVIEWS, Post

pytestmark = pytest.mark.heavy

MP4 = "video/mp4"


def film_of(post: Post) -> Path:
    """The video that hangs on a message."""
    return Path(next(file.path for file in post.files if file.name.endswith(".mp4")))


def labels(bot: Stage, post: Post) -> list[str]:
    """The buttons of a message."""
    return [button["label"] for button in bot.world.buttons(post.id)]


async def test_a_clip_and_words_become_a_video_that_only_its_requester_hears_of(bot: Stage, tmp_path: Path) -> None:
    clip = films.clip(tmp_path / "holiday.mp4", 8)
    await bot.slash(
        "reel make",
        prompt="trim it to the first 4 seconds and add the title “Holiday”",
        files={"file1": ("holiday.mp4", clip, MP4)},
    )
    result = await bot.until_video()
    await bot.settled()
    films.assert_film(film_of(result), 4.0)
    assert notified(bot.world, result) == ["alice"]
    assert "**What changed**" in result.content
    assert "Holiday" in result.content
    assert "/files/export/" in result.content
    assert result.flags & NO_PREVIEWS, "the file and a preview of its link would show the video twice"
    assert labels(bot, result) == ["Edit", "Timeline", "Undo", "New", "Open in browser"]
    status, *others = bot.posts()
    assert others == [result]
    assert status.content.startswith("**✅ Done**")
    assert re.match(r"\*\*\S+ .+…", status.versions[-1]), "whatever was under way when an edit was allowed last"


@pytest.mark.parametrize(
    ("skill", "prompt", "kind", "seconds"),
    [
        ("ai-video-maker-sora", "generate a 10-second video of a sunset over a city skyline", "words", 10.0),
        ("meta-video-generation-free", "generate a 30-second video from my product photos and tagline", "photos", 30.0),
        ("video-to-generator", "turn this video into a new short promotional clip with music", "clip", None),
    ],
)
async def test_each_skills_own_example_ends_in_a_video(
    bot: Stage, tmp_path: Path, skill: str, prompt: str, kind: str, seconds: float | None
) -> None:
    files: dict[str, tuple[str, bytes | Path, str]] = {}
    if kind == "photos":
        found = films.photos(tmp_path, "red.jpg", "blue.jpg", "green.png")
        files = {f"file{number}": (photo.name, photo, "image/jpeg") for number, photo in enumerate(found, 1)}
    elif kind == "clip":
        files = {"file1": ("demo.mp4", films.clip(tmp_path / "demo.mp4", 20), MP4)}
    await bot.slash("reel make", prompt=prompt, skill=skill, files=files)
    films.assert_film(film_of(await bot.until_video()), seconds)
    await bot.settled()
    assert len(bot.posts()) == 2, "a status and a result, and not a word on the skill that was picked"
    assert {entry["skill"] for entry in await bot.studio.calls("run")} >= {skill}


async def test_files_reach_the_video_service_by_their_address_not_through_us(bot: Stage, tmp_path: Path) -> None:
    photo = films.photos(tmp_path, "one.jpg")[0]
    found = await bot.slash("reel upload", files={"file1": ("one.jpg", photo, "image/jpeg")})
    await bot.until_seen(found, "✅ Done")
    assert bot.platform._files._session is None, "not one attachment was opened"
    assert (await bot.studio.calls("upload"))[-1]["uploads"]


async def test_several_files_with_words_of_their_own_become_a_video_each(bot: Stage, tmp_path: Path) -> None:
    inbox = bot.world.inbox_of(bot.alice)
    clips = [films.clip(tmp_path / name, 6) for name in ("one.mp4", "two.mp4")]
    await bot.write(
        "",
        channel=inbox,
        files=tuple((clip.name, clip, MP4) for clip in clips),
        descriptions=("trim to 2 seconds", "trim to 3 seconds"),
    )
    second = await bot.until_video(2, channel=inbox)
    await bot.settled(inbox)
    films.assert_film(film_of(bot.videos(inbox)[0]), 2.0)
    films.assert_film(film_of(second), 3.0)


async def test_a_project_is_worked_on_in_its_thread_by_everybody_there(threaded: Stage) -> None:
    bot = threaded
    await bot.slash("reel make", prompt="a 6-second video of mountains at dawn")
    await bot.until(lambda: bot.world.threads(bot.channel))
    (thread,) = bot.world.threads(bot.channel)
    first = await bot.until_video(channel=thread.id)
    await bot.press(first, "Timeline")
    await bot.until(lambda: any(file.name == "timeline.png" for post in bot.posts(thread.id) for file in post.files))

    form = await bot.press(first, "Edit", by=bot.bob)
    await bot.fill_in(form, "add the title “Peaks”")
    titled = await bot.until_said("Added title “Peaks”", channel=thread.id)
    assert notified(bot.world, titled) == ["bob"]
    assert labels(bot, titled)[:2] == ["Export", "Edit"]

    await bot.write("{bot} make it black and white", channel=thread.id)
    grey = await bot.until_said("Changed the look", channel=thread.id)
    assert notified(bot.world, grey) == ["alice"]
    await bot.write("and twice as fast", channel=thread.id, reply_to=grey.id, by=bot.bob)
    fast = await bot.until_said("speed", channel=thread.id)
    assert notified(bot.world, fast) == ["bob"]

    typed = await bot.answered(await bot.discord.acts.complete(bot.bob, thread.id, "reel export", "revision", ""))
    assert [choice["value"] for choice in typed.choices or ()] == ["4", "3", "2", "1"]
    await bot.slash("reel export", by=bot.bob, channel=thread.id, revision="2")
    second = await bot.until_video(2, channel=thread.id)
    await bot.settled(thread.id)
    assert "Peaks" in second.content
    films.assert_film(film_of(second), 6.0)
