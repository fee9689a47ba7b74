"""Addresses and tokens as operators write them."""

import pytest

from bots.telegram.client import make_client
from core.errors import SettingsError
from core.settings import Settings

TOKEN = "123:TEST"
CLOUD = "https://api.telegram.org"


def settings(**values: object) -> Settings:
    given: dict[str, object] = {"_env_file": None, "telegram_bot_token": TOKEN}
    return Settings(**(given | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("api", "file", "expected_api", "expected_file"),
    [
        (None, None, f"{CLOUD}/bot{TOKEN}", f"{CLOUD}/file/bot{TOKEN}"),
        ("http://127.0.0.1:8081", None, f"http://127.0.0.1:8081/bot{TOKEN}", f"http://127.0.0.1:8081/file/bot{TOKEN}"),
        ("http://tg/bot/", None, f"http://tg/bot{TOKEN}", f"http://tg/file/bot{TOKEN}"),
        ("http://tg/bot", "http://files/x", f"http://tg/bot{TOKEN}", f"http://files/x{TOKEN}"),
        ("http://tg/bot", "http://files", f"http://tg/bot{TOKEN}", f"http://files/file/bot{TOKEN}"),
        ("http://tg/{token}/api", None, f"http://tg/{TOKEN}/api", f"{CLOUD}/file/bot{TOKEN}"),
    ],
)
async def test_the_addresses_of_other_servers(
    api: str | None, file: str | None, expected_api: str, expected_file: str
) -> None:
    given = {"telegram_api_base_url": api, "telegram_file_base_url": file}
    client = make_client(settings(**{name: value for name, value in given.items() if value}))
    assert (client.base_url, client.base_file_url) == (expected_api, expected_file)
    await client.close_connections()


async def test_blanks_around_a_token_do_no_harm() -> None:
    client = make_client(settings(telegram_bot_token=f" {TOKEN}\n"))
    assert client.token == TOKEN
    await client.close_connections()


@pytest.mark.parametrize("token", [None, "  "])
def test_without_a_token_the_operator_is_told_where_to_get_one(token: str | None) -> None:
    with pytest.raises(SettingsError, match="BotFather"):
        make_client(settings(telegram_bot_token=token))
