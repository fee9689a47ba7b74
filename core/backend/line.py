"""Calls to the video service with patience: a token is renewed once, a 429 waited out once, an outage sat out."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from core.backend.accounts import Accounts
from core.backend.breaker import Breaker
from core.errors import (
    BackendError,
    BackendUnavailable,
    BackendUnreachable,
    OutcomeUnknown,
    RateLimited,
    ReelayError,
    TokenAllowanceExhausted,
    TokenRejected,
)
from core.model import Access, Attribution, ConversationKey
from core.ports import Clock

Result = TypeVar("Result")

RATE_LIMIT_PAUSE = 30.0
LONGEST_RATE_LIMIT_PAUSE = 300.0
UNAVAILABLE_TRIES = 3


@dataclass(frozen=True, slots=True)
class Caller:
    """For whom a call is made. `on_wait` is told why, whenever the call has to wait; `sleep` is how it waits."""

    conversation: ConversationKey
    attribution: Attribution
    on_wait: Callable[[ReelayError], None] | None = None
    sleep: Callable[[float], Awaitable[None]] | None = None


class BackendLine:
    """One process's line to the video service.

    `patience` is how many seconds a call waits for a service that cannot be reached. Nothing that may have been
    accepted is ever repeated here: only refusals and connections that never came to be, and lost answers or 5xx of calls
    that are declared `repeatable` (asking for a free token always is: the client id stays the same).
    """

    def __init__(self, accounts: Accounts, clock: Clock, breaker: Breaker, patience: float = 1800.0) -> None:
        self.accounts = accounts
        self.clock = clock
        self.breaker = breaker
        self.patience = patience

    async def call(
        self, caller: Caller, operation: Callable[[Access], Awaitable[Result]], *, repeatable: bool = False
    ) -> Result:
        """Run `operation` with the conversation's token. Raises what it raises once patience has run out."""
        attempts = _Attempts(self, caller, repeatable)
        while True:
            await attempts.turn()
            try:
                result = await operation(await attempts.access())
            except ReelayError as error:
                await attempts.after(error)
            else:
                self.breaker.succeeded()
                return result

    @asynccontextmanager
    async def open(
        self, caller: Caller, operation: Callable[[Access], AbstractAsyncContextManager[Result]]
    ) -> AsyncIterator[Result]:
        """Like `call`, for a context manager: refusals on entering are met with patience, the body's errors never."""
        attempts = _Attempts(self, caller, repeatable=False)
        async with AsyncExitStack() as stack:
            while True:
                await attempts.turn()
                try:
                    entered = await stack.enter_async_context(operation(await attempts.access()))
                    break
                except ReelayError as error:
                    await attempts.after(error)
            self.breaker.succeeded()
            yield entered


@dataclass(slots=True)
class _Attempts:
    """What has been tried so far for one call."""

    line: BackendLine
    caller: Caller
    repeatable: bool
    current: Access | None = None
    refused: Access | None = None
    rate_limited: bool = False
    unavailable: int = 0
    away: ReelayError | None = None
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        self.deadline = self.line.clock.monotonic() + self.line.patience

    async def turn(self) -> None:
        """Wait while the service is known to be away, until it is this call's turn to ask for it.

        Raises what it failed with last, or BackendUnreachable, once patience has run out.
        """
        while (pause := self.line.breaker.turn()) > 0:
            away = self.away or BackendUnreachable()
            if self.line.clock.monotonic() + pause > self.deadline:
                raise away
            await self._pause(away, pause)

    async def access(self) -> Access:
        """The token to call with: another one once the first was refused."""
        if self.current is None:
            accounts, place, attribution = self.line.accounts, self.caller.conversation, self.caller.attribution
            if self.refused is None:
                self.current = await accounts.access(place, attribution)
            else:
                self.current = await accounts.renew(place, self.refused, attribution)
        return self.current

    async def after(self, error: ReelayError) -> None:
        """Return when the call may be tried again (in its turn), else raise `error`."""
        if isinstance(error, BackendError):
            self.line.breaker.succeeded()  # it said no, so it is there
        if isinstance(error, TokenRejected):
            self._renew(error)
        elif isinstance(error, RateLimited):
            await self._wait_out(error)
        elif isinstance(error, BackendUnreachable) or self._harmless(error):
            self._sit_out(error)
        else:
            raise error

    def _harmless(self, error: ReelayError) -> bool:
        nothing_sent = self.current is None
        return isinstance(error, BackendUnavailable | OutcomeUnknown) and (self.repeatable or nothing_sent)

    def _renew(self, error: TokenRejected) -> None:
        if self.refused is not None or self.current is None:
            raise error
        self.refused, self.current = self.current, None

    async def _wait_out(self, error: RateLimited) -> None:
        if self.rate_limited or isinstance(error, TokenAllowanceExhausted):
            raise error
        self.rate_limited = True
        await self._pause(error, min(error.retry_after or RATE_LIMIT_PAUSE, LONGEST_RATE_LIMIT_PAUSE))

    def _sit_out(self, error: ReelayError) -> None:
        if not isinstance(error, BackendUnreachable):
            self.unavailable += 1
        self.away = error
        self.line.breaker.failed()
        if self.unavailable > UNAVAILABLE_TRIES:
            raise error

    async def _pause(self, error: ReelayError, seconds: float) -> None:
        if self.caller.on_wait is not None:
            self.caller.on_wait(error)
        await (self.caller.sleep or self.line.clock.sleep)(seconds)
