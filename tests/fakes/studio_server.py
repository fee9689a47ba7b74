"""The studio's server in this process, over real loopback, with stand-ins for the director and the renderer."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from studio.api.app import create_app
from studio.config import Allowances, Config, Rendering, Temper
from studio.ports import Direct
from studio.rehearsal.rules import rules
from studio.server import serving
from tests.fakes.studio_clock import LeapingClock
from tests.fakes.studio_parts import ScriptedRenderer, direct, probe

ATTRIBUTION = {"X-Skill-Source": "video-to-generator", "X-Skill-Version": "1.0.0", "X-Skill-Platform": "console"}


@dataclass
class Nemo:
    """A client of the studio, as far as tests need one."""

    http: httpx.AsyncClient
    clock: LeapingClock
    renderer: ScriptedRenderer
    data: Path
    url: str

    async def token(self, client: str = "client-1") -> dict[str, str]:
        """The headers of a fresh account."""
        answer = await self.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": client})
        return {"Authorization": f"Bearer {answer.json()['data']['token']}", **ATTRIBUTION}

    async def session(self, headers: dict[str, str], language: str = "en") -> str:
        """A new session's id."""
        body = {"task_name": "project", "language": language}
        answer = await self.http.post("/api/tasks/me/with-session/nemo_agent", json=body, headers=headers)
        return str(answer.json()["data"]["session_id"])

    async def ready(self) -> tuple[dict[str, str], str]:
        """An account and a session of its."""
        headers = await self.token()
        return headers, await self.session(headers)

    async def run(self, headers: dict[str, str], session: str, text: str, **more: object) -> httpx.Response:
        """One message, read to its end."""
        return await self.http.post("/run_sse", json=run_body(session, text) | more, headers=headers)

    async def state(self, headers: dict[str, str], session: str) -> dict[str, Any]:
        """The session's state."""
        answer = await self.http.get(f"/api/state/nemo_agent/me/{session}/latest", headers=headers)
        found: dict[str, Any] = answer.json()["data"]["state"]
        return found

    async def credits(self, headers: dict[str, str]) -> tuple[int, int]:
        """What is available and what is frozen."""
        data = (await self.http.get("/api/credits/balance/simple", headers=headers)).json()["data"]
        return data["available"], data["frozen"]

    async def export(self, headers: dict[str, str], session: str, render: str, draft: object) -> httpx.Response:
        """Ask for an export."""
        body = {"id": render, "sessionId": session, "draft": draft, "output": {"format": "mp4", "quality": "high"}}
        return await self.http.post("/api/render/proxy/lambda", json=body, headers=headers)

    async def poll(self, headers: dict[str, str], render: str) -> dict[str, Any]:
        """How an export stands."""
        data: dict[str, Any] = (await self.http.get(f"/api/render/proxy/lambda/{render}", headers=headers)).json()
        found: dict[str, Any] = data["data"]
        return found

    async def finished(self, headers: dict[str, str], render: str) -> dict[str, Any]:
        """The last report of an export."""
        async with asyncio.timeout(20):
            while True:
                report = await self.poll(headers, render)
                if report["status"] not in ("pending", "processing"):
                    return report

    async def upload(self, headers: dict[str, str], session: str, *files: tuple[str, bytes]) -> httpx.Response:
        """Upload files by form."""
        parts = [("files", file) for file in files]
        return await self.http.post(f"/api/upload-video/nemo_agent/me/{session}", files=parts, headers=headers)

    async def books(self) -> list[dict[str, Any]]:
        """What the studio noted."""
        calls: list[dict[str, Any]] = (await self.http.get("/rehearsal/books")).json()["data"]["calls"]
        return calls


def run_body(session: str, text: str) -> dict[str, Any]:
    """The body of /run_sse."""
    message = {"parts": [{"text": text}]}
    return {"app_name": "nemo_agent", "user_id": "me", "session_id": session, "new_message": message}


def events(response: httpx.Response) -> list[dict[str, Any]]:
    """The JSON events of a stream; keep-alives and broken frames are left out."""
    found = []
    for block in response.text.split("\n\n"):
        data = "".join(line[5:].strip() for line in block.split("\n") if line.startswith("data:"))
        try:
            parsed = json.loads(data) if data else {}
        except ValueError:
            continue
        if parsed:
            found.append(parsed)
    return found


def spoken(response: httpx.Response) -> str:
    """The final text of a stream."""
    return "".join(
        part.get("text", "")
        for event in events(response)
        if not event.get("partial")
        for part in event.get("content", {}).get("parts", [])
    )


@asynccontextmanager
async def studio_at(
    data: Path,
    *,
    allowances: Allowances | None = None,
    temper: Temper | None = None,
    rendering: Rendering | None = None,
    rehearse: str | None = None,
    allow_private_urls: bool = False,
    clock: LeapingClock | None = None,
    renderer: ScriptedRenderer | None = None,
    director: Direct = direct,
) -> AsyncIterator[Nemo]:
    """A studio in `data`, quick and talkative unless told otherwise."""
    clock, renderer = clock or LeapingClock(), renderer or ScriptedRenderer()
    config = Config(
        data,
        allow_private_urls=allow_private_urls,
        allowances=allowances or Allowances(),
        temper=temper or Temper(pace=0, silent_rate=0),
        rendering=rendering or Rendering(),
    )
    found = None if rehearse is None else rules(rehearse)
    app = create_app(config, direct=director, render=renderer, probe=probe, clock=clock, rules=found)
    async with (
        serving(app, "127.0.0.1", 0) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=20) as http,
    ):
        yield Nemo(http, clock, renderer, data, url)
