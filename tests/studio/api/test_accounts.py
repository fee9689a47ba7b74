"""Anonymous tokens and credits."""

from datetime import datetime
from pathlib import Path

import pytest

from studio.config import WEEK, Allowances
from tests.fakes.studio_server import ATTRIBUTION, Nemo, studio_at


async def _ask(nemo: Nemo, client: str) -> tuple[int, dict[str, object], dict[str, str]]:
    answer = await nemo.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": client})
    return answer.status_code, answer.json(), dict(answer.headers)


async def test_a_token_comes_with_its_account_its_end_and_its_credits(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        answer = await nemo.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": "c"})
    data = answer.json()["data"]
    assert data["token"].startswith("nmv_usr_")
    assert data["user_id"].startswith("anon_")
    assert data["credits"] == 1000
    assert datetime.fromisoformat(data["expires_at"]).timestamp() == nemo.clock.now() + WEEK


@pytest.mark.parametrize("headers", [{}, {"X-Client-Id": ""}])
async def test_without_a_client_id_it_is_400(tmp_path: Path, headers: dict[str, str]) -> None:
    async with studio_at(tmp_path) as nemo:
        answer = await nemo.http.post("/api/auth/anonymous-token", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, 400)


async def test_a_client_id_has_one_token_in_seven_days(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        first, second = await nemo.token("c"), await nemo.token("c")
        nemo.clock.advance(WEEK - 1)
        assert first == second == await nemo.token("c")


async def test_after_seven_days_the_token_is_1001_and_the_same_client_id_renews_it(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        old = await nemo.token("c")
        session = await nemo.session(old)
        await nemo.run(old, session, "make waves")
        nemo.clock.advance(WEEK)
        refused = await nemo.http.get("/api/credits/balance/simple", headers=old)
        new = await nemo.token("c")
        assert new != old
        assert len((await nemo.state(new, session))["draft"]["t"]) == 2
        assert await nemo.credits(new) == (1000, 0)
    assert (refused.status_code, refused.json()["code"]) == (401, 1001)


async def test_an_address_has_ten_tokens_in_seven_days(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        answers = [await _ask(nemo, f"client-{number}") for number in range(11)]
        status, body, headers = answers.pop()
        assert [answer[0] for answer in answers] == [200] * 10
        assert (status, body["code"]) == (429, 429)
        assert int(headers["retry-after"]) == WEEK
        assert (await _ask(nemo, "client-3"))[0] == 200
        nemo.clock.advance(WEEK)
        assert (await _ask(nemo, "client-10"))[0] == 200


async def test_no_allowance_at_all_is_429_too(tmp_path: Path) -> None:
    async with studio_at(tmp_path, allowances=Allowances(tokens_per_address=0)) as nemo:
        assert (await _ask(nemo, "c"))[0] == 429


async def test_a_renewal_within_the_week_brings_no_new_credits(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="expire:credits@2") as nemo:
        headers, session = await nemo.ready()
        await nemo.run(headers, session, "make waves")
        assert await nemo.credits(headers) == (900, 0)
        refused = await nemo.http.get("/api/credits/balance/simple", headers=headers)
        renewed = await nemo.token()
        assert refused.json()["code"] == 1001
        assert renewed != headers
        assert await nemo.credits(renewed) == (900, 0)


@pytest.mark.parametrize("value", ["", "Bearer", "Basic abc", "Bearer nmv_usr_unknown-token"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/tasks/me/with-session/nemo_agent"),
        ("POST", "/api/auth/claim-token"),
        ("POST", "/run_sse"),
        ("POST", "/api/upload-video/nemo_agent/me/s"),
        ("GET", "/api/credits/balance/simple"),
        ("GET", "/api/state/nemo_agent/me/s/latest"),
        ("POST", "/api/render/proxy/lambda"),
        ("GET", "/api/render/proxy/lambda/r"),
        ("POST", "/api/render/proxy/lambda/r/cancel"),
        ("GET", "/api/render/proxy/r/download"),
    ],
)
async def test_every_call_wants_a_valid_token(tmp_path: Path, method: str, path: str, value: str) -> None:
    async with studio_at(tmp_path) as nemo:
        headers = ATTRIBUTION | ({"Authorization": value} if value else {})
        answer = await nemo.http.request(method, path, headers=headers, json={} if method == "POST" else None)
    assert (answer.status_code, answer.json()["code"]) == (401, 1001)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_no_token_and_no_client_id_is_on_the_disk(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="none") as nemo:
        headers = await nemo.token("client-with-a-name")
        await nemo.run(headers, await nemo.session(headers), "make waves")
    written = b"".join(path.read_bytes() for path in files(tmp_path))
    assert headers["Authorization"].removeprefix("Bearer ").encode() not in written
    assert b"client-with-a-name" not in written
