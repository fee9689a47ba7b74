"""`reelay keys rotate`: a new key for stored tokens, everything encrypted anew, the old keys forgotten."""

from contextlib import AsyncExitStack
from pathlib import Path

from core.clock import SystemClock
from core.errors import SettingsError
from core.settings import Settings
from core.store import open_store
from core.vault import Vault, add_key, drop_old_keys, open_vault

DATABASES = ("reelay.db", "chat.db", "make.db")


async def rotate(settings: Settings) -> int:
    """Rotate. With REELAY_SECRET_KEY set its first key is the new one, and nothing is forgotten here.

    Raises SettingsError while the bot runs: it would go on sealing under the key that is to be forgotten.
    """
    data = settings.reelay_data_dir
    own_keys = settings.reelay_secret_key is None
    before = open_vault(settings.reelay_secret_key, data)
    count = 0
    async with AsyncExitStack() as held:
        for path in _databases(data):
            await _hold(held, path, before)
        vault = add_key(data) if own_keys else before
        for path in _databases(data):
            async with open_store(path, vault, SystemClock()) as store:
                count += await store.credentials.rotate()
    if own_keys:
        drop_old_keys(data)
    print(f"{count} stored tokens are encrypted under the new key.")  # noqa: T201 - this is the command's answer
    return 0


async def _hold(held: AsyncExitStack, path: Path, vault: Vault) -> None:
    store = await held.enter_async_context(open_store(path, vault, SystemClock()))
    if not store.alone:
        raise SettingsError(f"{path} is in use: stop the bot, rotate the key, then start it again")


def _databases(data: Path) -> list[Path]:
    return [path for name in DATABASES if (path := data / name).is_file()]
