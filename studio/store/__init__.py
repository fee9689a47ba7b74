"""What the studio keeps: one SQLite file and two folders."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from studio.clock import Clock
from studio.config import Config
from studio.store.accounts import Accounts, Balance, IssuedToken
from studio.store.database import Database
from studio.store.lock import sole_owner
from studio.store.media import Media, StoredMedia
from studio.store.renders import RenderOrder, Renders, RenderState, StoredRender
from studio.store.retention import Retention
from studio.store.secret import Secret
from studio.store.sessions import Change, Session, Sessions

__all__ = [
    "Accounts",
    "Balance",
    "Change",
    "Database",
    "IssuedToken",
    "Media",
    "RenderOrder",
    "RenderState",
    "Renders",
    "Retention",
    "Secret",
    "Session",
    "Sessions",
    "Store",
    "StoredMedia",
    "StoredRender",
    "open_store",
]


@dataclass(frozen=True, slots=True)
class Store:
    """Every table group over one connection."""

    secret: Secret
    accounts: Accounts
    sessions: Sessions
    media: Media
    renders: Renders
    retention: Retention


def _prepare(config: Config) -> Secret:
    for folder in (config.media, config.renders, config.incoming):
        folder.mkdir(parents=True, exist_ok=True)
    for unfinished in config.incoming.iterdir():
        unfinished.unlink()
    return Secret.in_folder(config.data)


@asynccontextmanager
async def open_store(config: Config, clock: Clock) -> AsyncIterator[Store]:
    """Open the data folder, making what is missing. Raises StudioError when another studio has it open.

    People's footage lies there: a folder made here is its owner's alone.
    """
    await asyncio.to_thread(config.data.mkdir, mode=0o700, parents=True, exist_ok=True)
    async with sole_owner(config.data):
        secret = await asyncio.to_thread(_prepare, config)
        async with Database.open(config.data / "studio.db") as database:
            accounts = Accounts(database, clock, secret, config.allowances)
            await accounts.release_all()
            yield Store(
                secret,
                accounts,
                Sessions(database, clock),
                Media(database, clock),
                Renders(database, clock),
                Retention(database, config.media, config.renders),
            )
