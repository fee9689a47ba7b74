"""`python -m studio`, as those who start it see it."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.studio_process import ROOT, StudioProcess, start_studio, studio_process
from tests.fakes.studio_server import ATTRIBUTION, run_body, spoken

pytestmark = pytest.mark.heavy


def client(studio: StudioProcess) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=studio.url, trust_env=False, timeout=30)


async def _account(http: httpx.AsyncClient) -> tuple[dict[str, str], str]:
    answer = await http.post("/api/auth/anonymous-token", headers={"X-Client-Id": "c"})
    headers = {"Authorization": f"Bearer {answer.json()['data']['token']}", **ATTRIBUTION}
    answer = await http.post("/api/tasks/me/with-session/nemo_agent", json={"language": "en"}, headers=headers)
    return headers, answer.json()["data"]["session_id"]


async def _draft(http: httpx.AsyncClient, headers: dict[str, str], session: str) -> dict[str, Any]:
    answer = await http.get(f"/api/state/nemo_agent/me/{session}/latest", headers=headers)
    draft: dict[str, Any] = answer.json()["data"]["state"]["draft"]
    return draft


async def _finished(http: httpx.AsyncClient, headers: dict[str, str], render: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            answer = await http.get(f"/api/render/proxy/lambda/{render}", headers=headers)
            data: dict[str, Any] = answer.json()["data"]
            if data["status"] not in ("pending", "processing"):
                return data


async def test_words_become_a_real_mp4(tmp_path: Path) -> None:
    async with studio_process(tmp_path / "data") as studio, client(studio) as http:
        headers, session = await _account(http)
        reply = await http.post(
            "/run_sse", json=run_body(session, "generate a 2-second video of a sunset"), headers=headers
        )
        body = {"id": "render_1", "sessionId": session, "draft": await _draft(http, headers, session)}
        await http.post("/api/render/proxy/lambda", json=body, headers=headers)
        done = await _finished(http, headers, "render_1")
        film = (await http.get(done["output"]["url"])).content
    assert spoken(reply)
    assert done["status"] == "completed", done
    assert done["output"]["duration"] == 2.0
    assert film[4:8] == b"ftyp"
    assert len(film) == done["output"]["size"]


async def test_a_killed_studio_takes_its_exports_up_again(tmp_path: Path) -> None:
    first = await start_studio(tmp_path / "data")
    async with client(first) as http:
        headers, session = await _account(http)
        await http.post("/run_sse", json=run_body(session, "a 10-second video of the ocean"), headers=headers)
        body = {"id": "render_1", "sessionId": session, "draft": await _draft(http, headers, session)}
        await http.post("/api/render/proxy/lambda", json=body, headers=headers)
        await first.kill()
    second = studio_process(tmp_path / "data", port=first.port)
    async with second as studio, client(studio) as http:
        assert (await _finished(http, headers, "render_1"))["status"] == "completed"
        calls = await studio.calls()
    assert [call["call"] for call in calls if call["call"] != "poll"] == ["token", "session", "run", "state", "render"]


async def test_it_stops_with_its_parent_and_on_sigterm_with_zero(tmp_path: Path) -> None:
    one, two = await start_studio(tmp_path / "one"), await start_studio(tmp_path / "two")
    assert one.url.startswith("http://127.0.0.1:")
    assert await one.leave() == 0
    assert await two.stop() == 0
    assert "Traceback" not in one.log.read_text() + two.log.read_text()


@pytest.mark.parametrize(
    ("flags", "word"),
    [(["--rehearse", "dance:run"], "rule"), (["--host", "256.0.0.1"], "256.0.0.1")],
)
async def test_what_cannot_start_says_so_in_a_line(tmp_path: Path, flags: list[str], word: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "studio", "--port", "0", "--data", str(tmp_path / "d"), *flags),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    assert out == b""
    assert word in errors.decode()
    assert "Traceback" not in errors.decode()


async def test_its_log_tells_calls_and_no_secret(tmp_path: Path) -> None:
    async with studio_process(tmp_path / "data") as studio, client(studio) as http:
        headers, session = await _account(http)
        await http.get(f"/api/state/nemo_agent/me/{session}/latest", headers=headers)
    log = studio.log.read_text()
    assert "POST /api/auth/anonymous-token 200" in log
    assert headers["Authorization"].split()[1] not in log
    assert json.dumps(session) not in log
