"""The server that we test against says no where Telegram does."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.fakes.telegram_server import Clip, TelegramServer
from tests.fakes.telegram_server.world import BOT_USERNAME


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    """A plain client."""
    async with ClientSession() as session:
        yield session


class Caller:
    """Calls methods without any library between."""

    def __init__(self, server: TelegramServer, http: ClientSession) -> None:
        self.server = server
        self._http = http

    async def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The whole answer."""
        url = f"{self.server.api_url}{self.server.world.token}/{method}"
        async with self._http.post(url, json=parameters) as answer:
            body: dict[str, Any] = await answer.json()
        assert answer.status == body.get("error_code", 200)
        return body


@pytest.fixture
def call(server: TelegramServer, http: ClientSession) -> Caller:
    """A caller of the server."""
    return Caller(server, http)


def keyboard(**button: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x"} | button]]}


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🎬" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "<b><i>x</b></i>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag"),
        ({"text": "a < b", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag"),
        ({"text": "<p>x</p>", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag"),
        ({"text": "x", "reply_markup": keyboard(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(callback_data="я" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(url="http://localhost/a")}, "Wrong HTTP URL"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 1}, "message thread not found"),
    ],
)
async def test_messages_that_telegram_refuses(call: Caller, parameters: dict[str, Any], complaint: str) -> None:
    anna = call.server.people.user()
    await call.server.people.say(anna, "hi")
    answer = await call("sendMessage", chat_id=anna, **parameters)
    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert complaint in answer["description"]


@pytest.mark.parametrize("text", ["x" * 4096, "<b>" + "x" * 4096 + "</b>", "🎬" * 2048])
async def test_the_limit_counts_what_is_shown(call: Caller, text: str) -> None:
    anna = call.server.people.user()
    await call.server.people.say(anna, "hi")
    assert (await call("sendMessage", chat_id=anna, text=text, parse_mode="HTML"))["ok"]


async def test_general_is_reached_only_without_a_topic(call: Caller) -> None:
    anna = call.server.people.user()
    chat = await call.server.people.group(owner=anna, forum=True)
    topic = call.server.people.topic(chat)
    assert not (await call("sendMessage", chat_id=chat, text="x", message_thread_id=1))["ok"]
    assert (await call("sendMessage", chat_id=chat, text="x"))["ok"]
    sent = await call("sendMessage", chat_id=chat, text="x", message_thread_id=topic)
    assert sent["result"]["is_topic_message"]


async def test_an_edit_to_the_same_is_refused(call: Caller) -> None:
    anna = call.server.people.user()
    await call.server.people.say(anna, "hi")
    message = (await call("sendMessage", chat_id=anna, text="x"))["result"]["message_id"]
    same = await call("editMessageText", chat_id=anna, message_id=message, text="<b></b>x", parse_mode="HTML")
    assert "message is not modified" in same["description"]
    assert (await call("editMessageText", chat_id=anna, message_id=message, text="y"))["ok"]
    assert not (await call("editMessageCaption", chat_id=anna, message_id=message, caption="y"))["ok"]


async def test_a_query_is_answered_once_and_an_unknown_one_is_too_old(call: Caller) -> None:
    anna = call.server.people.user()
    await call.server.people.say(anna, "hi")
    sent = await call("sendMessage", chat_id=anna, text="x", reply_markup=keyboard(callback_data="d"))
    query = await call.server.people.press(anna, sent["result"]["message_id"], "x")
    assert (await call("answerCallbackQuery", callback_query_id=query))["ok"]
    for stale in (query, "query-0"):
        assert "query is too old" in (await call("answerCallbackQuery", callback_query_id=stale))["description"]


async def test_people_who_never_wrote_cannot_be_written_to(call: Caller) -> None:
    stranger = call.server.people.user()
    assert (await call("sendMessage", chat_id=stranger, text="x"))["error_code"] == 403
    assert (await call("sendMessage", chat_id=5, text="x"))["description"] == "Bad Request: chat not found"


async def test_twenty_messages_a_minute_go_to_a_group(call: Caller) -> None:
    anna = call.server.people.user()
    chat = await call.server.people.group(owner=anna)
    call.server.world.pacing.enabled = True
    call.server.world.pacing.burst = 100
    answers = [await call("sendMessage", chat_id=chat, text=str(number)) for number in range(21)]
    assert [answer["ok"] for answer in answers] == [True] * 20 + [False]
    assert 55 <= answers[-1]["parameters"]["retry_after"] <= 60


async def test_privacy_mode_hides_what_is_not_for_the_bot(call: Caller) -> None:
    anna = call.server.people.user()
    chat = await call.server.people.group(owner=anna)
    for text in ("lunch?", "/status", f"hey @{BOT_USERNAME}"):
        await call.server.people.say(anna, text, chat=chat)
    await call.server.people.send(anna, Clip("video"), chat=chat)
    updates = (await call("getUpdates"))["result"]
    assert [update["message"]["text"] for update in updates if "message" in update] == [
        "/status",
        f"hey @{BOT_USERNAME}",
    ]


async def test_an_offset_confirms_and_a_second_poller_is_a_conflict(call: Caller) -> None:
    anna = call.server.people.user()
    for text in ("a", "b"):
        await call.server.people.say(anna, text)
    first, second = (await call("getUpdates"))["result"]
    assert (await call("getUpdates", offset=first["update_id"] + 1))["result"] == [second]
    await call("getUpdates", offset=second["update_id"] + 1)
    assert call.server.world.confirmed == [first["update_id"], second["update_id"]]
    polls = call.server.world.polls
    waiting = asyncio.create_task(call("getUpdates", timeout=5))
    await call.server.world.until(lambda: call.server.world.polls > polls)
    assert (await call("getUpdates"))["result"] == []
    assert (await waiting)["error_code"] == 409


async def test_polling_is_refused_while_a_webhook_is_set(call: Caller) -> None:
    await call("setWebhook", url="http://127.0.0.1:9/x", secret_token="s")
    assert (await call("getUpdates"))["error_code"] == 409
    assert not (await call("setWebhook", url="http://example.com/x"))["ok"]
    assert not (await call("setWebhook", url="https://example.com/x", secret_token="not allowed"))["ok"]


async def test_limits_of_uploads_and_downloads(call: Caller, http: ClientSession) -> None:
    anna = call.server.people.user()
    await call.server.people.send(anna, Clip("document", bytes(5000)))
    call.server.world.upload_limit, call.server.world.download_limit = 1000, 4000
    form = FormData({"chat_id": str(anna)})
    form.add_field("document", bytes(1001), filename="a.bin")
    async with http.post(f"{call.server.api_url}{call.server.world.token}/sendDocument", data=form) as answer:
        assert answer.status == 413
    file_id = next(iter(call.server.world.files))
    assert "file is too big" in (await call("getFile", file_id=file_id))["description"]
    assert "wrong file_id" in (await call("getFile", file_id="fileid-x"))["description"]


async def test_reactions_and_actions_are_those_that_exist(call: Caller) -> None:
    anna = call.server.people.user()
    message = await call.server.people.say(anna, "hi")
    tick = [{"type": "emoji", "emoji": "✅"}]
    assert (
        "REACTION_INVALID"
        in (await call("setMessageReaction", chat_id=anna, message_id=message, reaction=tick))["description"]
    )
    assert not (await call("sendChatAction", chat_id=anna, action="dancing"))["ok"]


async def test_a_wrong_token_and_an_unknown_method(call: Caller) -> None:
    assert (await call("sendNothing"))["error_code"] == 404
    call.server.world.token, old = "123:OTHER", call.server.world.token
    assert call.server.world.token != old
    url = f"{call.server.api_url}{old}/getMe"
    async with ClientSession() as session, session.post(url) as answer:
        assert answer.status == 401


async def test_it_runs_as_a_process_of_its_own(http: ClientSession) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.telegram_server", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        addresses = json.loads(await process.stdout.readline())

        async def control(path: str, **body: Any) -> Any:
            async with http.post(f"{addresses['control']}/{path}", json=body) as answer:
                return (await answer.json())["result"]

        anna = await control("act/user", name="Anna")
        await control("act/send", user=anna, clip={"kind": "video", "base64": "AAEC", "name": "a.mp4"})
        await control("fail", method="getMe", kind="refuse", code=502, description="Bad Gateway")
        async with http.post(f"{addresses['api']}123:TEST/getMe") as answer:
            assert answer.status == 502
        async with http.get(f"{addresses['control']}/books") as answer:
            books = await answer.json()
        video = books["pending"][0]["message"]["video"]
        assert (video["file_name"], books["calls"][0]["status"]) == ("a.mp4", 502)
        async with http.get(f"{addresses['control']}/file/{video['file_id']}") as answer:
            assert await answer.read() == b"\x00\x01\x02"
    finally:
        process.terminate()
        await process.wait()
