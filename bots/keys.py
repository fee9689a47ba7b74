"""`reelay keys rotate`: a new key for stored tokens, everything encrypted anew, the old keys forgotten."""

from contextlib import AsyncExitStack
from pathlib import Path

from core.clock import SystemClock
from core.errors import SettingsError
from core.settings import Settings
from core.store import open_store
from core.vault import add_key, drop_old_keys, open_vault

DATABASES = ("reelay.db", "chat.db", "make.db")


async def rotate(settings: Settings) -> int:
    """Rotate. With REELAY_SECRET_KEY set its first key is the new one, and nothing is forgotten here.

    Raises SettingsError, having changed nothing, while another process works with the old keys; DatabaseUnusable and
    SecretsUnreadable.
    """
    data = settings.reelay_data_dir
    own_keys = settings.reelay_secret_key is None
    async with AsyncExitStack() as opened:
        old = open_vault(settings.reelay_secret_key, data)
        for path in _databases(data):
            if not (await opened.enter_async_context(open_store(path, old, SystemClock()))).alone:
                raise SettingsError(f"{path} is in use: stop the other reelay before its key is changed")
    vault = add_key(data) if own_keys else old
    count = 0
    for path in _databases(data):
        async with open_store(path, vault, SystemClock()) as store:
            count += await store.credentials.rotate()
    if own_keys:
        drop_old_keys(data)
    print(f"{count} stored tokens are encrypted under the new key.")  # noqa: T201 - this is the command's answer
    return 0


def _databases(data: Path) -> list[Path]:
    return [path for name in DATABASES if (path := data / name).is_file()]
