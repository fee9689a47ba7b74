"""Other ways in: links to files, deep links to a kind of work, forwarded clips, sound."""

from pathlib import Path

from aiohttp import web

from tests.e2e.telegram.footage import movie
from tests.e2e.telegram.stage import Stage, stage
from tests.fakes.studio_process import StudioProcess
from tests.fakes.telegram_server import TelegramServer


async def test_a_link_to_a_clip_is_material(server: TelegramServer, studio: StudioProcess, tmp_path: Path) -> None:
    async def clip(_: web.Request) -> web.Response:
        return web.Response(body=movie("beach.mp4").data, content_type="video/mp4")

    application = web.Application()
    application.router.add_get("/beach.mp4", clip)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/beach.mp4"
    anna = server.people.user("Anna")
    try:
        async with stage(server, studio, tmp_path, reelay_allow_private_urls=True) as bot:
            await server.people.say(anna, f"make it black and white {address}")
            video = await bot.until_video(anna)
            assert "beach.mp4 (0-2s)" in video["caption"]
    finally:
        await runner.cleanup()


async def test_a_link_into_the_operators_own_network_is_refused(bot: Stage) -> None:
    anna = bot.server.people.user("Anna")
    await bot.server.people.say(anna, "/upload http://127.0.0.1:1/secret.mp4")
    told = await bot.until_said(anna, "I cannot fetch that link")
    assert told["text"].startswith("⚠️ ")


async def test_a_deep_link_chooses_the_kind_of_work(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    await people.say(anna, "/start video-to-generator")
    await bot.until_said(anna, "turn this video into a new short promotional clip")
    await bot.until_said(anna, "✅ Ready")
    await people.say(anna, "/skill")
    await bot.until_said(anna, "✓ Video to Generator")


async def test_a_forwarded_clip_is_answered_like_ones_own(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1_700_000_000}
    await people.send(anna, movie("trip.mp4"), extra={"forward_origin": origin})
    await bot.until_said(anna, "Got it:", "trip.mp4")


async def test_a_tampered_button_does_nothing_and_says_so(bot: Stage) -> None:
    people = bot.server.people
    anna, ben = people.user("Anna"), people.user("Ben")
    group = await people.group(owner=anna, members=[ben])
    greeting = await bot.until_said(group, "✅ Ready")
    query = await people.press(ben, greeting["message_id"], "Cancel", chat=group, data="1AAAAAAAA.new.=")
    await bot.server.world.until(lambda: query in bot.server.world.answered)
    assert "too old" in bot.server.world.answered[query]["text"]
    before = len(bot.said(group))
    await bot.settled(group)
    assert len(bot.said(group)) == before
