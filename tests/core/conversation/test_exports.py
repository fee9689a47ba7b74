"""One render of one draft: under our own id, polled, retried once, never started twice, delivered with what fits."""

from pathlib import Path

from core.errors import (
    BackendError,
    BackendUnavailable,
    ExportBlocked,
    OutcomeUnknown,
    RenderUnknown,
    SessionUnknown,
)
from core.model import DeliveryKind, Render, RenderState
from tests.fakes.backend import FakeBackend, FakeRun, draft_of
from tests.fakes.house import GROUP, House, house
from tests.fakes.messenger import FakeMessenger


def working(percent: int, *, retry_after: float | None = None) -> Render:
    return Render("", RenderState.PROCESSING, percent, retry_after=retry_after)


def finished(*, size: int | None = None) -> Render:
    return Render("", RenderState.COMPLETED, 100, url="https://cdn.test/v.mp4", size=size)


FAILED = Render("", RenderState.FAILED, error="out of memory")


async def with_timeline(home: House) -> None:
    await home.say("a sunset", chat=GROUP)
    await home.settled(GROUP)


async def test_make_ends_in_the_video_even_in_a_group_that_exports_by_hand(home: House) -> None:
    await home.say(command=("make", "a sunset"), chat=GROUP)
    await home.settled(GROUP)
    assert "Your video is ready" in home.texts(DeliveryKind.RESULT, chat=GROUP)[0]


async def test_make_leaves_the_video_out_where_that_was_switched_off(home: House) -> None:
    await home.say(command=("settings", "auto_export off"), chat=GROUP)
    await home.say(command=("make", "a sunset"), chat=GROUP)
    await home.settled(GROUP)
    assert not home.backend.asked("start_render")


async def test_an_empty_timeline_is_not_exported(home: House) -> None:
    await home.say("export")
    await home.settled()
    assert "nothing on the timeline yet" in home.texts(DeliveryKind.NOTICE)[0]


async def test_the_draft_goes_back_as_it_came_unknown_keys_and_all(home: House) -> None:
    draft = {**draft_of("Hi"), "zz": {"kept": [1, None, "ä"]}}
    home.backend.will_run(FakeRun(draft=draft))
    await with_timeline(home)
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    [call] = home.backend.asked("start_render")
    assert call.arguments["draft"] == draft
    assert call.arguments["render_id"].startswith("render_")


async def test_polls_come_every_thirty_seconds_or_when_the_service_says(home: House) -> None:
    await with_timeline(home)
    home.backend.will_render(working(10), working(60, retry_after=1.75), finished())
    home.clock.sleeps.clear()
    await home.say("export 1080p MP4", chat=GROUP)
    await home.settled(GROUP)
    assert [pause for pause in home.clock.sleeps if pause in (1.75, 30.0)] == [30.0, 1.75]
    assert any("10 %" in content.text.plain for _, content in home.messenger.edits)


async def test_a_service_that_would_be_asked_tomorrow_is_asked_within_two_minutes(home: House) -> None:
    await with_timeline(home)
    home.backend.will_render(working(10, retry_after=86_400), finished())
    home.clock.sleeps.clear()
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    assert 120.0 in home.clock.sleeps
    assert 86_400 not in home.clock.sleeps


async def test_a_failed_render_is_tried_once_more_under_a_new_id(home: House) -> None:
    await with_timeline(home)
    home.backend.will_render(FAILED)
    home.backend.will_render(finished())
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    first, second = (call.arguments["render_id"] for call in home.backend.asked("start_render"))
    assert first != second
    assert "Your video is ready" in home.texts(DeliveryKind.RESULT, chat=GROUP)[-1]


async def test_a_render_that_fails_twice_is_told_with_a_way_on(home: House) -> None:
    await with_timeline(home)
    home.backend.will_render(FAILED)
    home.backend.will_render(FAILED)
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    assert "The export failed twice" in home.texts(DeliveryKind.NOTICE, chat=GROUP)[0]
    assert len(home.backend.asked("start_render")) == 2
    assert home.buttons()[0][0] == "retry"


async def test_a_render_that_is_not_known_at_once_is_asked_for_again(home: House) -> None:
    await with_timeline(home)
    home.backend.will_fail("render", RenderUnknown(code=404), SessionUnknown(code=1002))
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    assert len(home.backend.asked("start_render")) == 1
    assert "Your video is ready" in home.texts(DeliveryKind.RESULT, chat=GROUP)[-1]


async def test_a_render_that_stays_unknown_counts_as_failed(home: House) -> None:
    await with_timeline(home)
    home.backend.will_fail("render", *[RenderUnknown(code=404)] * 3)
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    assert len({call.arguments["render_id"] for call in home.backend.asked("start_render")}) == 2
    assert "Your video is ready" in home.texts(DeliveryKind.RESULT, chat=GROUP)[-1]


async def test_a_render_that_stands_still_is_given_up_and_tried_once_more(home: House) -> None:
    await with_timeline(home)
    home.backend.will_render(working(42))
    home.backend.will_render(finished())
    before = home.clock.monotonic()
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    first, _ = (call.arguments["render_id"] for call in home.backend.asked("start_render"))
    assert [call.arguments["render_id"] for call in home.backend.asked("cancel_render")] == [first]
    # not given up a second time; the test's clock runs a little ahead of what the machine gets done
    assert 1800 <= home.clock.monotonic() - before < 2 * 1800
    assert "Your video is ready" in home.texts(DeliveryKind.RESULT, chat=GROUP)[-1]


async def test_polls_that_only_say_error_count_as_failed(home: House) -> None:
    await with_timeline(home)
    home.backend.will_fail("render", BackendError("it exploded"), BackendError("it exploded"))
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    assert "The export failed twice" in home.texts(DeliveryKind.NOTICE, chat=GROUP)[0]


async def test_what_an_edit_came_to_is_told_when_its_video_cannot_be_made(home: House) -> None:
    home.backend.will_run(FakeRun(says=("I made a sunset.",), draft=draft_of("Sunset")))
    home.backend.will_fail("start_render", ExportBlocked(code=402))
    await home.say("a sunset")
    await home.settled()
    [result] = home.texts(DeliveryKind.RESULT)
    assert "I made a sunset." in result
    assert "Added title “Sunset”" in result
    assert "ready" not in result
    assert "plan does not include exports" in home.texts(DeliveryKind.NOTICE)[0]


async def test_a_lost_answer_is_asked_for_by_the_id_not_posted_again(home: House) -> None:
    await with_timeline(home)
    home.backend.will_fail("start_render", OutcomeUnknown(), arrives=True)
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    assert len(home.backend.asked("start_render")) == 1
    assert home.texts(DeliveryKind.RESULT, chat=GROUP)


async def test_a_post_that_never_arrived_is_posted_again_under_the_same_id(home: House) -> None:
    await with_timeline(home)
    home.backend.will_fail("start_render", OutcomeUnknown())
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    first, second = (call.arguments["render_id"] for call in home.backend.asked("start_render"))
    assert first == second


async def test_a_service_that_refuses_the_post_is_asked_under_a_new_id(home: House) -> None:
    await with_timeline(home)
    home.backend.will_fail("start_render", BackendUnavailable(status=500))
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    assert len({call.arguments["render_id"] for call in home.backend.asked("start_render")}) == 2


async def test_a_crash_while_rendering_takes_up_the_same_render(tmp_path: Path) -> None:
    backend = FakeBackend()
    async with house(tmp_path, backend=backend) as first:
        await with_timeline(first)
        backend.will_render(working(10), working(20), finished())
        await first.say("export", chat=GROUP)
        await first.until(lambda: bool(backend.asked("render")))
        await first.crash()
    async with house(tmp_path, backend=backend, messenger=first.messenger) as second:
        await second.settled(GROUP)
        assert len(backend.asked("start_render")) == 1
        assert len([text for text in second.texts(DeliveryKind.RESULT, chat=GROUP) if "ready" in text]) == 1


async def test_a_video_that_does_not_fit_comes_as_its_link_saying_so(home: House) -> None:
    await with_timeline(home)
    home.backend.will_render(finished(size=80 * 1024 * 1024))
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    result = home.texts(DeliveryKind.RESULT, chat=GROUP)[-1]
    assert "80 MB" in result
    assert "https://cdn.test/v.mp4" in result
    assert home.backend.asked("download") == []


async def test_a_kept_version_can_still_be_exported_when_the_session_is_gone(home: House) -> None:
    await with_timeline(home)
    home.backend.forget("s-1")
    await home.say(command=("export", "1"), chat=GROUP)
    await home.settled(GROUP)
    [call] = home.backend.asked("start_render")
    assert call.arguments["draft"]["t"]
    assert home.texts(DeliveryKind.RESULT, chat=GROUP)


async def test_a_version_that_never_was_is_told(home: House) -> None:
    await with_timeline(home)
    await home.say(command=("export", "9"), chat=GROUP)
    await home.settled(GROUP)
    assert "no version 9" in home.texts(chat=GROUP)[-1]


async def test_cancelling_an_export_asks_the_service_to_stop_it(home: House) -> None:
    await with_timeline(home)
    home.backend.will_render(working(10))
    await home.say("export", chat=GROUP)
    await home.until(lambda: bool(home.backend.asked("render")))
    await home.say(command=("cancel", ""), chat=GROUP)
    await home.settled(GROUP)
    assert home.backend.asked("cancel_render")
    assert not any("ready" in text for text in home.texts(chat=GROUP)[1:])


async def test_the_timeline_stands_beside_the_video_where_a_platform_shows_both(tmp_path: Path) -> None:
    async with house(tmp_path, messenger=FakeMessenger("telegram", picture_beside=True)) as home:
        await with_timeline(home)
        await home.say("export", chat=GROUP)
        await home.settled(GROUP)
        picture = home.messenger.sends[-1].order.content.picture
    assert picture is not None
    assert Path(picture.path).read_bytes().startswith(b"\x89PNG")


async def test_elsewhere_it_does_not(home: House) -> None:
    await with_timeline(home)
    await home.say("export", chat=GROUP)
    await home.settled(GROUP)
    assert home.messenger.sends[-1].order.content.picture is None


async def test_a_timeline_that_was_emptied_is_not_exported_as_it_was_before(home: House) -> None:
    home.backend.will_run(FakeRun(draft=draft_of("sunset")))
    home.backend.will_run(FakeRun(draft={}))
    for words in ("a sunset", "remove everything"):
        await home.say(words)
        await home.settled()
    rendered = len(home.backend.asked("start_render"))
    await home.say(command=("export", ""))
    await home.settled()
    assert "nothing on the timeline" in home.texts()[-1]
    assert len(home.backend.asked("start_render")) == rendered
    await home.say(command=("history", ""))
    await home.settled()
    assert home.buttons() == [("export", "1/1")]
