"""Two platforms in one process, against the real studio: each way of working on each, at the same time."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.e2e import films
from tests.e2e.both.pair import Pair, pair
from tests.fakes.studio_process import StudioProcess
from tests.fakes.telegram_server import Clip

pytestmark = [pytest.mark.heavy, pytest.mark.slow]

MP4 = "video/mp4"


async def test_every_way_of_working_on_both_platforms_in_one_process(studio: StudioProcess, tmp_path: Path) -> None:
    async with pair(tmp_path, studio.url) as both:
        await asyncio.gather(_on_telegram(both, tmp_path), _on_discord(both, tmp_path))
        assert [films.look(film).seconds for film in both.films()] == pytest.approx([2, 3, 4, 4] * 2, abs=0.15)
        both.service.process.send_signal(signal.SIGTERM)
        assert await both.ended() == 0, both.service.err
        assert "Traceback" not in both.service.err
        for secret in (both.telegram.world.token, both.discord.token):
            assert secret not in both.service.out + both.service.err


async def _on_telegram(both: Pair, folder: Path) -> None:
    people, anna = both.telegram.people, both.anna
    clips = [films.clip(folder / f"t{number}.mp4", 6) for number in (1, 2)]
    await people.send(anna, Clip(path=str(clips[0]), name="t1.mp4", mime=MP4, caption="trim to 2 seconds"))
    await both.on_telegram(lambda: len(both.telegram_videos) == 1)
    await people.album(
        anna,
        [
            Clip(path=str(clip), name=clip.name, mime=MP4, caption=f"trim to {seconds} seconds")
            for clip, seconds in zip(clips, (3, 4), strict=True)
        ],
    )
    await both.on_telegram(lambda: len(both.telegram_videos) == 3)
    await people.say(anna, "add the title “Anna”")
    await both.on_telegram(lambda: len(both.telegram_videos) == 4)
    assert "Anna" in both.telegram_videos[-1]["caption"]


async def _on_discord(both: Pair, folder: Path) -> None:
    await both.discord.gateway.ready.wait()
    acts, alice, inbox = both.discord.acts, both.alice, both.inbox
    clips = [films.clip(folder / f"d{number}.mp4", 6) for number in (1, 2)]
    await acts.slash(alice, inbox, "reel make", prompt="trim to 2 seconds", files={"file1": ("d1.mp4", clips[0], MP4)})
    await both.on_discord(lambda: len(both.discord_videos) == 1)
    await acts.write(
        alice,
        inbox,
        "",
        files=tuple((clip.name, clip, MP4) for clip in clips),
        descriptions=("trim to 3 seconds", "trim to 4 seconds"),
    )
    await both.on_discord(lambda: len(both.discord_videos) == 3)
    form = await acts.press(alice, both.discord_videos[-1].id, "Edit")
    await both.on_discord(lambda: form.modal)
    await acts.submit(alice, form, words="add the title “Alice”")
    await both.on_discord(lambda: len(both.discord_videos) == 4)
    assert "Alice" in both.discord_videos[-1].content


async def test_a_refused_telegram_token_leaves_discord_at_work(studio: StudioProcess, tmp_path: Path) -> None:
    async with pair(tmp_path, studio.url, TELEGRAM_BOT_TOKEN="123:WRONG") as both:
        await both.discord.gateway.ready.wait()
        await both.discord.acts.write(both.alice, both.inbox, "a 2-second video of snow")
        await both.on_discord(lambda: both.discord_videos)
        both.service.process.send_signal(signal.SIGTERM)
        assert await both.ended() == 0
        assert "TELEGRAM_BOT_TOKEN" in both.service.out + both.service.err


async def test_a_refused_discord_token_leaves_telegram_at_work(studio: StudioProcess, tmp_path: Path) -> None:
    async with pair(tmp_path, studio.url, DISCORD_BOT_TOKEN="wrong.TEST") as both:
        await both.telegram.people.say(both.anna, "a 2-second video of snow")
        await both.on_telegram(lambda: both.telegram_videos)
        both.service.process.send_signal(signal.SIGTERM)
        assert await both.ended() == 0
        assert "Discord does not accept DISCORD_BOT_TOKEN" in both.service.out + both.service.err


async def test_with_both_tokens_refused_it_ends_and_says_what_to_do(studio: StudioProcess, tmp_path: Path) -> None:
    async with pair(tmp_path, studio.url, TELEGRAM_BOT_TOKEN="123:WRONG", DISCORD_BOT_TOKEN="wrong.TEST") as both:
        assert await both.ended() == 2
        told = both.service.out + both.service.err
        assert "DISCORD_BOT_TOKEN" in told
        assert "TELEGRAM_BOT_TOKEN" in told


async def test_without_any_token_it_ends_and_says_where_to_get_one(studio: StudioProcess, tmp_path: Path) -> None:
    async with pair(tmp_path, studio.url, TELEGRAM_BOT_TOKEN="", DISCORD_BOT_TOKEN="") as both:
        assert await both.ended() == 2
        assert "@BotFather" in both.service.out + both.service.err


async def test_a_kill_in_the_middle_loses_nothing_on_either_platform(studio: StudioProcess, tmp_path: Path) -> None:
    # longer than the three seconds between two edits of a status, so that a render under way is seen
    await studio.rehearse({"do": "slow", "call": "export", "seconds": 5})
    try:
        async with pair(tmp_path, studio.url) as both:
            await both.discord.gateway.ready.wait()
            await both.telegram.people.say(both.anna, "a 2-second video of rain in Telegram")
            await both.discord.acts.write(both.alice, both.inbox, "a 2-second video of rain in Discord")
            world = both.discord.world
            await both.on_discord(lambda: any("Rendering" in text for text in world.said(both.inbox)))
            await both.on_telegram(
                lambda: any("Rendering" in message.get("text", "") for message in both.telegram.world.said(both.anna))
            )
            both.service.kill()
            both.service.__post_init__()
            await both.on_discord(lambda: both.discord_videos)
            await both.on_telegram(lambda: both.telegram_videos)
            both.service.process.send_signal(signal.SIGTERM)
            assert await both.ended() == 0
            assert (len(both.discord_videos), len(both.telegram_videos)) == (1, 1)
            asked = [call["text"] for call in await studio.calls("run") if "rain in" in (call["text"] or "")]
            assert sorted(asked) == ["a 2-second video of rain in Discord", "a 2-second video of rain in Telegram"]
    finally:
        await studio.rehearse()
