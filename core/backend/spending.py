"""What each job costs the shared account, read from its balance: the service names no prices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from core.backend.accounts import Accounts
from core.errors import ReelayError
from core.model import Access, Attribution, Job
from core.ports import Credentials, Spending, VideoBackend

LOOK_SECONDS = 10.0
"""The longest look: whatever begins or ends meanwhile waits for it."""
log = structlog.get_logger(__name__)


class SpendMeter:
    """Reads the balance when a job ends and writes the difference to the last look down as its cost.

    A charge is final when its job ends, so what left the account since the last look is put down to the job that ended
    now: an estimate where two end at the same moment, exact in sum. Reserved credits count as still there. Where the
    balance cannot be read, the next job that ends while others are at work is charged for both.
    """

    def __init__(self, backend: VideoBackend, accounts: Accounts, credentials: Credentials, spending: Spending) -> None:
        self._backend = backend
        self._accounts = accounts
        self._credentials = credentials
        self._spending = spending
        self._looking = asyncio.Lock()
        self._at_work = 0
        self._last: float | None = None

    @asynccontextmanager
    async def watching(self, job: Job, attribution: Attribution) -> AsyncIterator[None]:
        """Round the work of one job, however it ends. One that is cut off by the end of the process is not looked at."""
        access = await self._shared(job)
        if access is None:
            yield
            return
        async with self._looking:
            if not self._at_work:
                self._last = await self._balance(access, attribution)
            self._at_work += 1
        try:
            async with self._charged(job, access, attribution):
                yield
        finally:
            self._at_work -= 1

    @asynccontextmanager
    async def _charged(self, job: Job, access: Access, attribution: Attribution) -> AsyncIterator[None]:
        """Until its cost is known a job counts as at work, or another that begins would take the balance for a new start."""
        try:
            yield
        except Exception:
            await self._settle(job, access, attribution)
            raise
        await self._settle(job, access, attribution)

    async def _shared(self, job: Job) -> Access | None:
        if self._accounts.shared is None:
            return None
        own = await self._credentials.own_token(job.conversation.chat)
        return None if own is not None else self._accounts.shared

    async def _settle(self, job: Job, access: Access, attribution: Attribution) -> None:
        async with self._looking:
            before, after = self._last, await self._balance(access, attribution)
            if after is None:
                return
            self._last = after
            if before is not None and after < before:
                await self._spending.charge(job, before - after)

    async def _balance(self, access: Access, attribution: Attribution) -> float | None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                balance = await self._backend.credits(access, attribution)
        except (ReelayError, TimeoutError) as error:
            log.warning("the shared balance could not be read", error=str(error))
            return None
        return balance.available + balance.frozen
