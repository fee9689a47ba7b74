"""What is put together differently for the service that comes with the project."""

from pathlib import Path

import pytest

from core.bootstrap import open_reelay
from core.model import Access, Session, TokenSource
from core.settings import Settings
from core.skills import load_skills
from tests.fakes.nemo_server import NemoServer, Reply


@pytest.mark.parametrize("embedded", [True, False])
async def test_a_project_is_opened_on_the_pages_of_the_service_that_has_it(tmp_path: Path, *, embedded: bool) -> None:
    async with NemoServer() as server:
        server.on("POST /api/auth/claim-token", Reply(json={"code": 0, "data": {"claim_token": "clm_abc"}}))
        chosen = {"nemo_api_url": None if embedded else server.url, "nemo_web_url": "https://web.test"}
        settings = Settings.model_validate({"reelay_data_dir": tmp_path, **chosen})
        async with open_reelay(settings, server.url) as reelay:
            skill = next(iter(load_skills().values())).attribution("console")
            access = Access("nmv_usr_test-token", TokenSource.ANONYMOUS)
            link = await reelay.backend.claim_link(access, skill, Session("s-1", "t-1", None))
    assert link.startswith(server.url if embedded else "https://web.test/")
