"""Videos, pictures and files as Telegram shows them."""

from pathlib import Path

import pytest

from core.errors import DeliveryRefused, MediaTooLarge
from core.model import Button, DeliveryKind, Media, MediaKind, Span
from tests.bots.telegram.bench import Bench, running
from tests.bots.telegram.chats import chat_with, clip, last
from tests.bots.telegram.deliveries import content, delivery, place
from tests.fakes.telegram_server import TelegramServer


async def test_a_video_plays_inline(bench: Bench, tmp_path: Path) -> None:
    anna, ref = await chat_with(bench)
    shown = content("Done", buttons=((Button("Export", "export"),),), media=clip(tmp_path, thumbnail=900))
    await bench.messenger.send(delivery(anna, shown, kind=DeliveryKind.RESULT, reply_to=ref))
    said, call = bench.server.world.said(anna)[0], last(bench, "sendVideo")
    assert (said["caption"], said["video"]["file_name"], said["video"]["file_size"]) == ("Done", "sunset.mp4", 1000)
    assert (said["video"]["width"], said["video"]["height"], said["video"]["duration"]) == (1920, 1080, 10)
    assert said["video"]["thumbnail"]["file_size"] == 900
    assert call.parameters["supports_streaming"] is True
    assert said["reply_markup"]


async def test_a_thumbnail_that_is_too_heavy_is_left_out(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    await bench.messenger.send(delivery(anna, content("Done", media=clip(tmp_path, thumbnail=200_001))))
    assert list(last(bench, "sendVideo").files) != []
    assert "thumbnail" not in bench.server.world.said(anna)[0]["video"]


async def test_a_long_report_goes_ahead_and_the_video_keeps_its_headline_and_link(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    address = "https://cdn.example.com/" + "signed/" * 60 + "export.mp4"
    shown = content("🎬 Ready\n\n", "• change\n" * 150, "\n\n🔗 ", Span(address, url=address), media=clip(tmp_path))
    await bench.messenger.send(delivery(anna, shown, kind=DeliveryKind.RESULT))
    report, video = bench.server.world.said(anna)
    assert report["text"].startswith("🎬 Ready\n\n• change")
    assert video["caption"] == "🎬 Ready\n\n🔗 cdn.example.com/…/export.mp4"
    assert [entity["url"] for entity in video["caption_entities"] if entity["type"] == "text_link"] == [address]


async def test_a_caption_that_is_too_long_goes_ahead_of_the_video(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    shown = content("word " * 300, buttons=((Button("Export", "export"),),), media=clip(tmp_path))
    receipt = await bench.messenger.send(delivery(anna, shown))
    text, video = bench.server.world.said(anna)
    assert text["text"].startswith("word word")
    assert "caption" not in video
    assert "reply_markup" in video
    assert str(video["message_id"]) == receipt.last.message_id


async def test_pictures_and_files_go_their_own_ways(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    await bench.messenger.send(delivery(anna, content("Timeline", media=clip(tmp_path, kind=MediaKind.PICTURE))))
    await bench.messenger.send(delivery(anna, content("Log", media=clip(tmp_path, kind=MediaKind.FILE))))
    large = clip(tmp_path, 10_000_001, MediaKind.PICTURE)
    await bench.messenger.send(delivery(anna, content("Large", media=large)))
    kinds = [next(kind for kind in ("photo", "document") if kind in said) for said in bench.server.world.said(anna)]
    assert kinds == ["photo", "document", "document"]


async def test_a_picture_of_odd_measures_goes_as_a_file(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    bench.server.fail("sendPhoto", "refuse", code=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    await bench.messenger.send(delivery(anna, content("Timeline", media=clip(tmp_path, kind=MediaKind.PICTURE))))
    assert "document" in bench.server.world.said(anna)[0]


async def test_a_video_that_telegram_would_refuse_is_not_even_sent(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    media = Media(MediaKind.VIDEO, str(tmp_path / "huge.mp4"), "huge.mp4", 60_000_000)
    with pytest.raises(MediaTooLarge):
        await bench.messenger.send(delivery(anna, content("Done", media=media)))
    assert bench.server.world.calls_of("sendVideo") == []


async def test_413_says_too_large(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    bench.server.world.upload_limit = 500
    with pytest.raises(MediaTooLarge):
        await bench.messenger.send(delivery(anna, content("Done", media=clip(tmp_path))))


async def test_a_file_that_is_gone_from_our_disk_is_refused(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    media = Media(MediaKind.VIDEO, str(tmp_path / "gone.mp4"), "gone.mp4", 5)
    with pytest.raises(DeliveryRefused):
        await bench.messenger.send(delivery(anna, content("Done", media=media)))


async def test_with_a_local_server_two_gigabytes_fit(server: TelegramServer) -> None:
    async with running(server, telegram_local_mode=True) as bench:
        capabilities = bench.messenger.capabilities(place(1))
    assert capabilities.upload_limit == 2000 * 1024 * 1024


async def test_the_caption_of_a_video_can_be_edited(bench: Bench, tmp_path: Path) -> None:
    anna, _ = await chat_with(bench)
    receipt = await bench.messenger.send(delivery(anna, content("Done", media=clip(tmp_path))))
    await bench.messenger.edit(receipt.last, content("Done, and seen"))
    assert bench.server.world.said(anna)[0]["caption"] == "Done, and seen"
