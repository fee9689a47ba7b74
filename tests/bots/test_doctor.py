"""`reelay doctor` tells what works and what does not, and no secret."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bots import doctor as module
from bots.doctor import doctor
from core.clock import SystemClock
from core.settings import Settings
from core.store import open_store
from core.vault import open_vault
from tests.fakes.studio_server import Nemo, studio_at
from tests.fakes.way_out import WayOut

SECRET = "nmv_usr_test-token"
Ask = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask the doctor with these settings: the exit code and what was printed."""

    async def asked(**settings: Any) -> tuple[int, str]:
        known = {"_env_file": None, "reelay_data_dir": tmp_path / "data", **settings}
        code = await doctor(Settings.model_validate(known))
        return code, capsys.readouterr().out

    return asked


@pytest.fixture
async def nemo(tmp_path: Path) -> AsyncIterator[Nemo]:
    async with studio_at(tmp_path / "nemo", rehearse="none") as nemo:
        yield nemo


def line(out: str, name: str) -> str:
    return next(line for line in out.splitlines() if line[2:].startswith(name))


async def test_a_working_installation_is_well(ask: Ask, nemo: Nemo) -> None:
    me = b'{"ok": true, "result": {"username": "reel_bot", "can_read_all_group_messages": false}}'
    async with server(whole(200, me)) as url:
        code, out = await ask(nemo_api_url=nemo.url, telegram_bot_token="123:TEST", telegram_api_base_url=f"{url}/bot")
    assert code == 0, out
    assert "✗" not in out
    assert line(out, "Telegram").endswith("is that of @reel_bot; privacy mode is on in groups")
    assert line(out, "Discord").endswith("no token")
    assert line(out, "NEMO_API_URL").startswith("· NEMO_API_URL")
    assert "123:TEST" not in out


async def test_looking_takes_none_of_the_few_free_tokens(ask: Ask, nemo: Nemo) -> None:
    assert (await ask(nemo_api_url=nemo.url))[0] == 0
    assert [entry["call"] for entry in await nemo.books()] == ["credits"]


async def test_an_operator_s_token_is_tried(ask: Ask, nemo: Nemo) -> None:
    token = (await nemo.token())["Authorization"].removeprefix("Bearer ")
    code, out = await ask(nemo_api_url=nemo.url, nemo_token=token)
    assert code == 0
    assert "NEMO_TOKEN has 1000 credits" in line(out, "video service")
    assert token not in out


async def test_a_token_that_is_not_accepted_is_told(ask: Ask, nemo: Nemo) -> None:
    code, out = await ask(nemo_api_url=nemo.url, nemo_token=SECRET)
    assert code == 1
    assert line(out, "video service").startswith("✗")
    assert "does not accept NEMO_TOKEN" in out
    assert SECRET not in out


async def test_an_address_where_nobody_listens_is_told_at_once_without_its_password(ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    code, out = await ask(nemo_api_url=f"http://ana:hidden@127.0.0.1:{port}/base")
    assert code == 1
    assert "cannot be reached" in line(out, "video service")
    assert f"http://127.0.0.1:{port}/base" in line(out, "NEMO_API_URL")
    assert "hidden" not in out
    assert line(out, "database").startswith("✓"), "one trouble hides no other"


async def test_a_proxy_is_used_for_what_is_far_and_shown_without_its_password(ask: Ask) -> None:
    async with WayOut({}, login="ana:hidden") as proxy:
        address = f"127.0.0.1:{proxy.port}"
        code, out = await ask(nemo_api_url="https://video.example", reelay_proxy_url=f"http://ana:hidden@{address}")
    assert code == 1
    assert proxy.asked == ["CONNECT video.example:443"]
    assert "cannot be reached" in line(out, "video service")
    assert line(out, "proxy").endswith(f"http://{address} with a password")
    assert "hidden" not in out


@asynccontextmanager
async def server(answer: bytes) -> AsyncIterator[str]:
    """Somebody who answers everything alike, or (with no bytes) never."""
    done = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if not answer:
            await done.wait()
        writer.write(answer)
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        done.set()


def whole(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d X\r\ncontent-length: %d\r\n\r\n%s" % (status, len(body), body)


@pytest.mark.parametrize(
    ("status", "body", "good", "told"),
    [
        (200, b'{"username": "Reel"}', True, "is that of Reel"),
        (401, b'{"message": "401: Unauthorized"}', False, "the token is not accepted"),
        (502, b"<html>", False, "gives no answer that can be read (HTTP 502)"),
        (200, b"[]", False, "gives no answer that can be read"),
    ],
)
async def test_a_bots_token_is_tried(ask: Ask, nemo: Nemo, status: int, body: bytes, good: bool, told: str) -> None:
    async with server(whole(status, body)) as url:
        code, out = await ask(nemo_api_url=nemo.url, discord_bot_token="discord-TEST", discord_api_base_url=url)
    assert code == (0 if good else 1)
    assert told in line(out, "Discord")
    assert "discord-TEST" not in out


async def test_a_platform_that_is_not_there_is_told_without_the_token(ask: Ask, nemo: Nemo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    code, out = await ask(
        nemo_api_url=nemo.url, telegram_bot_token="123:TEST", telegram_api_base_url=f"http://127.0.0.1:{port}/bot"
    )
    assert code == 1
    assert "cannot be reached" in line(out, "Telegram")
    assert "123:TEST" not in out


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n", "answers with HTTP 503"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>", "is this the address of a NemoVideo service?"),
        (b"SSH-2.0-OpenSSH\r\n", "is this the address of a NemoVideo service?"),
    ],
)
async def test_what_is_no_video_service_is_recognised(ask: Ask, answer: bytes, told: str) -> None:
    async with server(answer) as url:
        code, out = await ask(nemo_api_url=url)
    assert code == 1
    assert told in line(out, "video service")


async def test_a_service_that_never_answers_is_not_waited_for_long(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.3)
    async with server(b"") as url:
        code, out = await ask(nemo_api_url=url)
    assert code == 1
    assert "does not answer within" in line(out, "video service")


@pytest.mark.heavy
async def test_the_embedded_studio_is_tried_in_a_folder_of_its_own(ask: Ask, tmp_path: Path) -> None:
    code, out = await ask()
    assert code == 0, out
    assert "the embedded studio starts and answers: 1000 credits" in out
    assert not (tmp_path / "data" / "studio").exists()


async def test_a_skill_that_is_not_there_is_told_with_those_that_are(ask: Ask, nemo: Nemo) -> None:
    code, out = await ask(nemo_api_url=nemo.url, reelay_skill="magic")
    assert code == 1
    assert "there is no magic; choose one of ai-video-maker-sora" in line(out, "REELAY_SKILL")


async def test_a_data_folder_that_cannot_be_used_is_told(ask: Ask, nemo: Nemo, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, out = await ask(nemo_api_url=nemo.url, reelay_data_dir=tmp_path / "file" / "data")
    assert code == 1
    assert line(out, "data folder").startswith("✗")
    assert line(out, "video service").startswith("✓")


async def test_a_damaged_database_is_told_and_left_alone(ask: Ask, nemo: Nemo, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "reelay.db").write_bytes(b"no database at all, but long enough to be looked at" * 50)
    before = (tmp_path / "data" / "reelay.db").read_bytes()
    code, out = await ask(nemo_api_url=nemo.url)
    assert code == 1
    assert line(out, "database").startswith("✗")
    assert (tmp_path / "data" / "reelay.db").read_bytes() == before


async def test_a_bot_that_runs_is_no_trouble(ask: Ask, nemo: Nemo, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with open_store(folder / "reelay.db", open_vault(None, folder), SystemClock()):
        code, out = await ask(nemo_api_url=nemo.url)
    assert code == 0
    assert "a running reelay has it open too" in line(out, "database")
