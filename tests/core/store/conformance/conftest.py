"""Every case of this folder runs over every implementation of the store."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from core.model import ConversationKey, ConversationKind, DeliveryState, Job, JobState, MessageRef, Receipt
from core.ports import JobQueue, Outbox, Store
from core.store import open_store
from core.vault import Vault
from tests.core.store.builders import delivery, job, message
from tests.fakes.clock import FakeClock

Opened = Callable[[Path, Vault, FakeClock], AbstractAsyncContextManager[Store]]


@asynccontextmanager
async def _sqlite(folder: Path, vault: Vault, clock: FakeClock) -> AsyncIterator[Store]:
    async with open_store(folder / "reelay.db", vault, clock) as store:
        yield store


IMPLEMENTATIONS: dict[str, Opened] = {"sqlite": _sqlite}


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def opened(request: pytest.FixtureRequest) -> Any:
    return IMPLEMENTATIONS[request.param]


@pytest.fixture
def vault() -> Vault:
    return Vault([Fernet.generate_key().decode()])


@pytest.fixture
async def store(opened: Opened, tmp_path: Path, vault: Vault, clock: FakeClock) -> AsyncIterator[Store]:
    async with opened(tmp_path, vault, clock) as store:
        yield store


@pytest.fixture
def jobs(store: Store) -> JobQueue:
    return store.jobs


@pytest.fixture
def outbox(store: Store) -> Outbox:
    return store.outbox


async def take(jobs: JobQueue, worker: str = "w1") -> Job:
    """Claim the next job."""
    await jobs.beat(worker, 60)
    (claimed,) = await jobs.claim(worker, 1)
    return claimed


async def keys_in_order(jobs: JobQueue) -> list[str]:
    """Run everything to its end; the keys in the order of their claims."""
    keys = []
    while claimed := await jobs.claim("w", 1):
        keys.append(claimed[0].key)
        await jobs.finish(claimed[0], JobState.SUCCEEDED)
    return keys


async def fill(store: Store, place: ConversationKey) -> None:
    """A row of every kind in one conversation."""
    await store.conversations.get(place, ConversationKind.GROUP)
    await store.projects.create(place, name="n", skill="s", language="en")
    await store.credentials.set_own_token(place, "own-token")
    await store.inbox.add(message(f"u{place}", place))
    ref = MessageRef(place, "3", {"chat": "opaque"})
    await store.jobs.enqueue(job(f"j{place}", f"line {place}", conversation=place, reply_to=ref))
    await store.outbox.owe(delivery(f"sent{place}", place, reply_to=ref))
    (first,) = await store.outbox.due(["telegram"], 1)
    await store.outbox.sending(first)
    await store.outbox.settled(first, DeliveryState.SENT, Receipt((ref,)))
