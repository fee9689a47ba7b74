"""The real service with a canary in every secret, everything going wrong around it: no canary gets out."""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet

from tests.fakes.discord_gateway.server import FakeDiscord
from tests.fakes.nemo_server import NemoServer, Reply
from tests.fakes.studio_process import ROOT
from tests.fakes.telegram_server.server import TelegramServer

KEYS = Fernet.generate_key().decode(), Fernet.generate_key().decode()
CANARIES = {
    "TELEGRAM_BOT_TOKEN": "110:CANARY-telegram",
    "DISCORD_BOT_TOKEN": "CANARY-discord.bot",
    "NEMO_TOKEN": "CANARY-shared-account",
    "TELEGRAM_WEBHOOK_SECRET": "CANARY-webhook",
}
OWN = "CANARY-own-account"
CLAIM = "clm_CANARY-claim"
FREE = "nmv_usr_CANARY-free"
INSIDE = "http://render-7.internal:9000/CANARY-inside"
SIGNED = "https://cdn.test/CANARY-signed.mp4?X-Amz-Signature=CANARY-signature&Expires=1"
PROXY = "http://operator:CANARY-proxy@127.0.0.1:1"  # everything here is near, so nobody asks it
EVERY = [*CANARIES.values(), *KEYS, "CANARY-proxy", OWN, CLAIM, FREE, "CANARY-inside", "CANARY-signature"]
LEAK = f"Authorization: Bearer {OWN} token {FREE} claim {CLAIM} see {INSIDE} or {SIGNED}"


def said(text: str) -> bytes:
    event = {"content": {"role": "model", "parts": [{"text": text}]}, "partial": False}
    return b"data: " + json.dumps(event).encode() + b"\n\n"


def ok(data: Any) -> Reply:
    return Reply(json={"code": 0, "data": data})


def script(server: NemoServer) -> None:
    """A video service that talks too much, most of all when it fails."""
    broken = Reply(status=500, json={"code": 500, "message": LEAK}, headers={"X-Debug": LEAK})
    state = {"state": {"draft": {"t": []}, "user_id": "u-1"}, "session_id": "s-1"}
    server.on("POST /api/auth/anonymous-token", ok({"token": FREE, "credits": 100}))
    server.on("POST /api/tasks/me/with-session/nemo_agent", ok({"session_id": "s-1", "task_id": "t-1"}))
    server.on("GET /api/state/nemo_agent/me/s-1/latest", broken, ok(state))
    server.on("GET /api/credits/balance/simple", ok({"available": 5, "frozen": 0, "total": 5}))
    failed = b'data: {"errorCode": "X", "errorMessage": ' + json.dumps(LEAK).encode() + b"}\n\n"
    server.on(
        "POST /run_sse",
        Reply(chunks=[said(f"I am done. {LEAK}")]),
        Reply(chunks=[failed]),
        Reply(status=403, json={"code": 4711, "message": LEAK}),
        broken,
    )


@asynccontextmanager
async def service(folder: Path, env: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    with (folder / "out.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bots.cli", "run"), cwd=folder, env=dict(env), stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def until(condition: Callable[[], object]) -> None:
    """Wait for what another process does."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.02)


def environment(folder: Path, nemo: NemoServer, telegram: TelegramServer, discord: FakeDiscord) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONFAULTHANDLER": "1",
        "REELAY_DATA_DIR": str(folder / "data"),
        "REELAY_LOG_LEVEL": "DEBUG",
        "REELAY_LOG_FORMAT": "json",
        "REELAY_HEALTH_PORT": "0",
        "REELAY_FIRST_LOOK_SECONDS": "0.1",
        "REELAY_SECRET_KEY": ",".join(KEYS),
        "NEMO_API_URL": nemo.url,
        "TELEGRAM_API_BASE_URL": telegram.api_url,
        "TELEGRAM_FILE_BASE_URL": telegram.file_url,
        "DISCORD_API_BASE_URL": discord.api_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
        "REELAY_PROXY_URL": PROXY,
        **CANARIES,
    }


def health_port(log: Path) -> int | None:
    for line in log.read_text().splitlines():
        if '"health and metrics are served"' in line:
            return int(json.loads(line)["port"])
    return None


def tokens_of_runs(nemo: NemoServer) -> set[str]:
    return {asked.headers["Authorization"] for asked in nemo.asked("POST /run_sse")}


def permits(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM permits").fetchone()[0])


ENDINGS = ("I am done", "could not finish", "refused this (4711)", "connection broke; checking")


@pytest.mark.slow
async def test_no_secret_gets_out_whatever_goes_wrong(tmp_path: Path) -> None:
    async with (
        NemoServer() as nemo,
        TelegramServer(token=CANARIES["TELEGRAM_BOT_TOKEN"]) as telegram,
        FakeDiscord(token=CANARIES["DISCORD_BOT_TOKEN"]) as discord,
    ):
        script(nemo)
        env = environment(tmp_path, nemo, telegram, discord)
        produced: dict[str, str] = {}
        async with service(tmp_path, env) as process:
            anna = telegram.people.user("Anna")
            dana = discord.world.add_user("Dana")
            place = discord.world.inbox_of(dana)

            def heard() -> str:
                return json.dumps(telegram.world.said(anna), ensure_ascii=False)

            await telegram.people.say(anna, f"/token {OWN}")
            await until(lambda: "token is kept" in heard())
            for words, ending in zip(("title One", "make it blue", "make it red", "more"), ENDINGS, strict=True):
                await telegram.people.say(anna, words)
                await until(lambda ending=ending: ending in heard())  # type: ignore[misc]
            await discord.acts.write(dana, place, "title Two")
            await until(lambda: len(tokens_of_runs(nemo)) == 2)
            answered = await discord.acts.slash(dana, place, "reel make", prompt="title Three")
            await discord.until(lambda: discord.requests("PATCH", f"/{answered.token}/messages/@original$"))
            discord.fail("POST", "/callback$", drop=True, times=1_000)
            unanswered = await discord.acts.slash(dana, place, "reel status")
            await discord.until(lambda: discord.requests("POST", f"/{unanswered.token}/callback$"))
            await until(lambda: health_port(tmp_path / "out.log"))
            port = health_port(tmp_path / "out.log")
            async with httpx.AsyncClient(trust_env=False) as http:
                for name in ("healthz", "readyz", "metrics"):
                    answer = await http.get(f"http://127.0.0.1:{port}/{name}")
                    produced[name] = answer.text + str(answer.headers)
            process.send_signal(signal.SIGABRT)  # a crash, with whatever Python writes about it
            await process.wait()
        doctor = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bots.cli", "-v", "doctor"),
            cwd=tmp_path,
            env=env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        produced["doctor"] = (await doctor.communicate())[0].decode()
        produced["telegram"] = json.dumps(telegram.world.said(anna), ensure_ascii=False)
        produced["discord"] = json.dumps([str(post.__dict__) for post in discord.world.history(place)])
        produced["log"] = (tmp_path / "out.log").read_text()
        for path in sorted((tmp_path / "data").rglob("*")):
            if path.is_file():
                produced[path.name] = path.read_bytes().decode("latin-1")
    assert "Fatal Python error: Aborted" in produced["log"]
    assert all(ending in produced["telegram"] for ending in ENDINGS)
    assert tokens_of_runs(nemo) == {f"Bearer {OWN}", f"Bearer {CANARIES['NEMO_TOKEN']}"}  # the canaries were at work
    assert permits(tmp_path / "data" / "reelay.db") == 2, "what may still be answered is kept, and sealed"
    secrets = [*EVERY, answered.token, unanswered.token]
    leaks = [(name, secret) for name, text in produced.items() for secret in secrets if secret in text]
    assert leaks == []
