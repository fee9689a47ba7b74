"""The three addresses over loopback: what a machine that asks is told, and when."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bots.health import Checks, Stage, health_server
from core.errors import SettingsError, StoreUnavailable
from core.logs import Redactor
from core.ports import PlatformHealth
from core.store.survey import SqliteSurvey
from tests.fakes.house import House, house
from tests.fakes.platform import FakePlatform

CANARY = "canary-of-the-platform"


@dataclass
class Bench:
    home: House
    platform: FakePlatform
    checks: Checks
    base: str
    http: aiohttp.ClientSession

    async def ask(self, path: str) -> tuple[int, dict[str, Any]]:
        async with self.http.get(self.base + path) as answer:
            return answer.status, json.loads(await answer.text())

    async def metrics(self) -> str:
        async with self.http.get(self.base + "/metrics") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"].startswith("text/plain; version=")
            return await answer.text()


@asynccontextmanager
async def benched(folder: Path) -> AsyncIterator[Bench]:
    async with house(folder) as home, aiohttp.ClientSession() as http:
        await home.reelay.started.wait()
        platform = FakePlatform()
        checks = Checks(home.reelay, [platform], Redactor([CANARY]).text)
        reelay = home.reelay
        async with health_server(checks, reelay.metrics, reelay.store.survey, host="127.0.0.1", port=0) as port:
            yield Bench(home, platform, checks, f"http://127.0.0.1:{port}", http)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with benched(tmp_path) as made:
        yield made


async def test_a_service_at_work_is_alive_and_ready(bench: Bench) -> None:
    status, body = await bench.ask("/healthz")
    assert (status, body["status"], body["stage"]) == (200, "ok", "serving")
    assert {"runner", "deliveries"} <= set(body["checks"])
    status, body = await bench.ask("/readyz")
    assert (status, body["status"]) == (200, "ok")
    assert {"database", "video service", "telegram"} <= set(body["checks"])


async def test_no_answer_is_kept_by_anybody_on_the_way(bench: Bench) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        async with bench.http.get(bench.base + path) as answer:
            assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["runner", "deliveries"])
async def test_a_task_that_ended_is_told_by_name(bench: Bench, name: str) -> None:
    ended = asyncio.create_task(asyncio.sleep(0))
    await ended
    bench.home.reelay.tasks[name] = ended
    for path in ("/healthz", "/readyz"):
        status, body = await bench.ask(path)
        assert (status, body["status"], body["checks"][name]) == (503, "unwell", "ended")


async def test_a_platform_that_is_away_is_alive_but_not_ready(bench: Bench) -> None:
    bench.platform.state = PlatformHealth(False, "no sign of life for 200 s")
    assert (await bench.ask("/healthz"))[0] == 200
    status, body = await bench.ask("/readyz")
    assert (status, body["checks"]["telegram"]) == (503, "no sign of life for 200 s")
    assert 'reelay_platform_up{platform="telegram"} 0.0' in await bench.metrics()


async def test_a_video_service_that_is_away_is_alive_but_not_ready(bench: Bench) -> None:
    bench.home.reelay.breaker.failed()
    assert (await bench.ask("/healthz"))[0] == 200
    status, body = await bench.ask("/readyz")
    assert (status, body["checks"]["video service"]) == (503, "away")
    bench.home.reelay.breaker.succeeded()
    assert (await bench.ask("/readyz"))[0] == 200


async def test_a_database_that_takes_no_writes_is_not_ready_and_is_asked_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_: SqliteSurvey) -> None:
        raise StoreUnavailable("the database does not answer: database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(SqliteSurvey, "probe", refuse)
        status, body = await bench.ask("/readyz")
        assert status == 503
        assert body["checks"]["database"].endswith("disk is full")
        assert (await bench.ask("/healthz"))[0] == 200
    await bench.home.clock.advance(6)
    assert (await bench.ask("/readyz"))[0] == 200


async def test_asking_often_does_not_write_often(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    probes, real = list[int](), SqliteSurvey.probe

    async def counted(survey: SqliteSurvey) -> None:
        probes.append(1)
        await real(survey)

    monkeypatch.setattr(SqliteSurvey, "probe", counted)
    for _ in range(20):
        await bench.ask("/readyz")
    assert len(probes) == 1


async def test_a_service_that_stops_is_alive_but_takes_nothing(bench: Bench) -> None:
    bench.checks.stop()
    assert (await bench.ask("/healthz"))[0] == 200
    status, body = await bench.ask("/readyz")
    assert (status, body["stage"], body["checks"]) == (503, "stopping", {"stage": "stopping"})
    bench.home.reelay.tasks["runner"].cancel()
    await asyncio.wait([bench.home.reelay.tasks["runner"]])
    assert (await bench.ask("/healthz"))[0] == 200


async def test_a_service_that_starts_is_alive_but_not_ready(bench: Bench) -> None:
    bench.home.reelay.started.clear()
    assert bench.checks.stage is Stage.STARTING
    assert (await bench.ask("/healthz"))[0] == 200
    assert (await bench.ask("/readyz"))[0] == 503


async def test_no_answer_holds_a_secret(bench: Bench) -> None:
    bench.platform.state = PlatformHealth(False, f"GET https://host/bot{CANARY}/getMe failed, nmv_usr_test-token")
    for path in ("/healthz", "/readyz"):
        text = json.dumps(await bench.ask(path))
        assert CANARY not in text
        assert "nmv_usr_" not in text
    assert CANARY not in await bench.metrics()


async def test_other_addresses_and_methods_are_refused(bench: Bench) -> None:
    async with bench.http.get(bench.base + "/") as answer:
        assert answer.status == 404
    async with bench.http.post(bench.base + "/metrics") as answer:
        assert answer.status == 405


async def test_without_a_port_nothing_listens(bench: Bench) -> None:
    reelay = bench.home.reelay
    async with health_server(bench.checks, reelay.metrics, reelay.store.survey, host="127.0.0.1", port=None) as port:
        assert port is None


async def test_a_port_that_is_taken_is_told_in_a_sentence(bench: Bench) -> None:
    reelay = bench.home.reelay
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"REELAY_HEALTH_PORT.*127.0.0.1:{number}"):
            async with health_server(bench.checks, reelay.metrics, reelay.store.survey, host="127.0.0.1", port=number):
                pass
