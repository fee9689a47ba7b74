"""One person and the bot: the ways of working that the skills describe, from the first word to the video."""

from pathlib import Path

from core.media import inspect
from tests.e2e.telegram.footage import document, movie, photo, round_note, voice
from tests.e2e.telegram.stage import Stage, stage
from tests.fakes.studio_process import StudioProcess
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.telegram_server.world import Json


def _labels(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def test_start_greets_with_examples_and_is_ready(bot: Stage) -> None:
    anna = bot.server.people.user("Anna")
    await bot.server.people.say(anna, "/start")
    greeting = await bot.until_said(anna, "Try saying:", "sunset over a city skyline", "/help")
    assert "reply_to_message" in greeting
    await bot.until_said(anna, "✅ Ready")
    assert len(bot.said(anna)) == 2


async def test_words_become_a_playable_video_that_answers_them(bot: Stage, studio: StudioProcess) -> None:
    anna = bot.server.people.user("Anna")
    asked = await bot.server.people.say(anna, "generate a 3-second video of a sunset over a city skyline")
    video = await bot.until_video(anna)
    await bot.settled(anna)
    assert video["reply_to_message"]["message_id"] == asked
    assert (video["video"]["width"], video["video"]["height"], video["video"]["duration"]) == (192, 108, 3)
    assert "thumbnail" in video["video"]
    sent = bot.server.world.calls_of("sendVideo")[0]
    assert sent.parameters["supports_streaming"] is True
    caption = video["caption"]
    assert "🎬 Your video is ready." in caption
    assert "What changed" in caption
    assert "Timeline (2 tracks)" in caption
    assert _addresses(video)
    assert _labels(video) == ["Timeline", "Undo", "New", "Open in browser"]
    facts = await inspect(bot.server.world.files[video["video"]["file_id"]].path)
    assert (facts.has_video, facts.has_audio, round(facts.duration or 0)) == (True, True, 3)
    assert len(bot.said(anna)) == 2, bot.transcript(anna)  # the status and the video, nothing else
    assert bot.words(anna)[0].startswith("✅ Done")
    assert bot.server.world.chats[anna].reactions == {asked: ["🎉"]}
    reactions = [call.parameters["reaction"][0]["emoji"] for call in bot.server.world.calls_of("setMessageReaction")]
    assert reactions == ["👀", "🎉"]
    assert {action for _, action in bot.server.world.actions} >= {"record_video", "upload_video"}


def _addresses(message: Json) -> list[str]:
    entities = message.get("caption_entities") or message.get("entities") or []
    text = (message.get("caption") or message.get("text") or "").encode("utf-16-le")
    shown = [text[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le") for one in entities]
    found = [one.get("url") or text for one, text in zip(entities, shown, strict=True)]
    return [address for address in found if address.startswith("http")]


async def test_a_clip_with_words_is_edited(bot: Stage, studio: StudioProcess) -> None:
    anna = bot.server.people.user("Anna")
    await bot.server.people.send(anna, movie("beach.mp4", "Cut it to 1 second and add upbeat music", seconds=3))
    video = await bot.until_video(anna)
    assert video["video"]["duration"] == 1
    assert "beach.mp4" in video["caption"]
    assert "Upbeat" in video["caption"]


async def test_an_album_with_several_captions_is_a_batch_with_a_video_each(bot: Stage, studio: StudioProcess) -> None:
    anna = bot.server.people.user("Anna")
    clips = [
        movie("one.mp4", "make it black and white"),
        movie("two.mp4", "add the title Summer", shade=120),
    ]
    sent = await bot.server.people.album(anna, clips)
    await bot.until_video(anna, 2)
    await bot.settled(anna)
    first, second = bot.videos(anna)
    assert [first["reply_to_message"]["message_id"], second["reply_to_message"]["message_id"]] == sent
    assert "one.mp4" in first["caption"].split("Timeline (")[1]
    timeline = second["caption"].split("Timeline (")[1]
    assert "two.mp4" in timeline
    assert "one.mp4" not in timeline
    assert "Summer" in timeline
    assert "I didn't understand" not in first["caption"] + second["caption"]
    assert bot.server.world.chats[anna].reactions == {sent[0]: ["🎉"], sent[1]: ["🎉"]}


async def test_an_album_with_one_caption_is_one_request(bot: Stage) -> None:
    anna = bot.server.people.user("Anna")
    await bot.server.people.album(anna, [photo(40, "a slideshow of these photos, 4 seconds"), photo(90), photo(140)])
    video = await bot.until_video(anna)
    await bot.settled(anna)
    assert video["video"]["duration"] == 4
    assert len(bot.said(anna)) == 2, bot.transcript(anna)


async def test_a_rough_cut_is_looked_at_refined_and_exported(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    await people.say(anna, "/settings")
    settings = await bot.until_said(anna, "Settings of this chat")
    await bot.press(anna, settings, "✅ Automatic export")
    await bot.until_said(anna, "Automatic export after an edit: off")
    await people.say(anna, "a 4-second video of a forest in the morning")
    rough = await bot.until_said(anna, "What changed", "forest")
    assert "video" not in rough
    assert _labels(rough) == ["Export", "Timeline", "Undo", "New", "Open in browser"]
    await bot.press(anna, rough, "Timeline")
    await bot.until(lambda: [one for one in bot.said(anna) if "photo" in one], anna)
    await people.say(anna, 'add the title "Morning"')
    await bot.until_said(anna, "What changed", "Morning")
    await bot.settled(anna)
    await people.say(anna, "/history")
    history = await bot.until_said(anna, "Versions of", "1. a 4-second video", "2. add the title")
    await people.say(anna, "/export")
    final = await bot.until_video(anna)
    assert "Morning" in final["caption"]
    await bot.settled(anna)
    await bot.press(anna, history, "Export 1")
    earlier = await bot.until_video(anna, 2)
    assert "Morning" not in earlier["caption"]
    await bot.settled(anna)
    await bot.press(anna, final, "Undo")
    await bot.until(lambda: "Removed" in bot.words(anna)[-1], anna)
    assert "Morning" not in bot.words(anna)[-1].split("Timeline (")[1]


async def test_a_document_is_read_for_its_words(bot: Stage) -> None:
    anna = bot.server.people.user("Anna")
    script = document("scene.txt", b"a 2-second video of the ocean at night", "text/plain")
    await bot.server.people.send(anna, script)
    video = await bot.until_video(anna)
    assert "ocean" in video["caption"]


async def test_voice_and_round_notes_are_material(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    await people.send(anna, voice())
    told = await bot.until_said(anna, "Got it:", ".m4a")
    assert "0:02" in told["text"]
    await people.send(anna, round_note())
    await bot.until_said(anna, "Got it:", "round_")
    await people.say(anna, "make a 2-second video of my clip with my recording as music")
    await bot.until_video(anna)


async def test_a_file_that_cannot_be_used_is_refused_with_what_can(bot: Stage) -> None:
    anna = bot.server.people.user("Anna")
    await bot.server.people.send(anna, document("setup.exe", b"MZ" + bytes(100), "application/x-msdownload"))
    refused = await bot.until_said(anna, "setup.exe is not a file I can use", "MP4")
    assert "reply_to_message" in refused


async def test_an_answer_to_a_clip_works_on_it_without_taking_it_twice(bot: Stage) -> None:
    people = bot.server.people
    anna = people.user("Anna")
    clip = await people.send(anna, movie("walk.mp4"))
    await bot.until_said(anna, "Got it:", "walk.mp4")
    await bot.settled(anna)
    await people.say(anna, "make it black and white", reply_to=clip)
    video = await bot.until_video(anna)
    assert "(1 track): 1. Video: walk.mp4 (0-2s)" in video["caption"]


async def test_the_time_that_is_told_is_that_of_the_whole_request(bot: Stage, studio: StudioProcess) -> None:
    anna = bot.server.people.user("Anna")
    await studio.rehearse(  # half a second each, which are five of the bot's
        {"do": "slow", "call": "run", "seconds": 0.5}, {"do": "slow", "call": "poll", "seconds": 0.5}
    )
    await bot.server.people.say(anna, "a 2-second video of the ocean")
    await bot.until_video(anna)
    await bot.settled(anna)
    minutes, seconds = bot.words(anna)[0].removeprefix("✅ Done · ").split(":")
    assert 60 * int(minutes) + int(seconds) >= 10


async def test_a_request_stays_within_telegrams_pace(
    server: TelegramServer, studio: StudioProcess, tmp_path: Path
) -> None:
    server.world.pacing.enabled = True
    anna = server.people.user("Anna")
    async with stage(server, studio, tmp_path, brisk=1.0) as bot:
        await server.people.send(anna, movie("beach.mp4", "add upbeat music"))
        await bot.until_video(anna)
        await bot.settled(anna)
    assert not [call for call in server.world.calls if call.status == 429]
    spent = [call for call in server.world.calls if call.method.startswith(("sendM", "sendV", "edit"))]
    assert len(spent) <= 5
