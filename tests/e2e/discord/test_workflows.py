"""The three ways people work, each with a real MP4 at its end."""

from pathlib import Path

import pytest

from tests.e2e import films
from tests.e2e.discord.stage import Stage
from tests.e2e.discord.transcript import notified
from tests.fakes.discord_gateway.world import Post

pytestmark = pytest.mark.heavy

MP4 = "video/mp4"


def film_of(post: Post) -> Path:
    """The video that hangs on a message."""
    return Path(next(file.path for file in post.files if file.name.endswith(".mp4")))


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
    status, *others = bot.posts()
    assert others == [result]
    assert status.content.startswith("**✅ Done**")


@pytest.mark.parametrize(
    ("skill", "prompt", "kind", "seconds"),
    [
        ("ai-video-maker-sora", "generate a 10-second video of a sunset over a city skyline", "txt", 10.0),
        ("meta-video-generation-free", "generate a 30-second video from my product photos and tagline", "photos", 30.0),
        (
            "video-to-generator",
            "turn this video into a new short promotional clip with music and transitions",
            "clip",
            None,
        ),
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


async def test_several_files_with_words_of_their_own_become_a_video_each(bot: Stage, tmp_path: Path) -> None:
    inbox = bot.world.inbox_of(bot.alice)
    clips = [films.clip(tmp_path / name, 6) for name in ("one.mp4", "two.mp4")]
    await bot.discord.acts.write(
        bot.alice,
        inbox,
        "",
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

    shown = await bot.discord.acts.press(bot.alice, first.id, "Timeline")
    picture = await bot.until_said("Timeline (", channel=thread.id)
    assert shown.answered is not None
    await bot.settled(thread.id)
    assert any(file.name == "timeline.png" for post in bot.posts(thread.id) for file in post.files), picture

    form = await bot.discord.acts.press(bot.bob, first.id, "Edit")
    await bot.discord.until(lambda: form.modal)
    await bot.discord.acts.submit(bot.bob, form, words="add the title “Peaks”")
    titled = await bot.until_said("Added title “Peaks”", channel=thread.id)
    assert notified(bot.world, titled) == ["bob"]
    await bot.settled(thread.id)

    await bot.discord.acts.write(bot.alice, thread.id, f"<@{bot.world.bot_id}> make it black and white")
    grey = await bot.until_said("look", channel=thread.id)
    assert notified(bot.world, grey) == ["alice"]
    await bot.settled(thread.id)

    typed = await bot.discord.acts.complete(bot.bob, thread.id, "reel export", "revision", "")
    await bot.discord.until(lambda: typed.choices is not None)
    assert typed.choices is not None
    assert [choice["value"] for choice in typed.choices] == ["3", "2", "1"]
    await bot.discord.acts.slash(bot.bob, thread.id, "reel export", revision="2")
    second = await bot.until_video(2, channel=thread.id)
    await bot.settled(thread.id)
    assert "Peaks" in second.content
    films.assert_film(film_of(second), 6.0)
