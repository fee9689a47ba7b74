"""Patience with the video service: what is repeated, what never is, and how long it waits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from core.backend import Accounts, BackendLine, Breaker, Caller
from core.errors import (
    BackendUnavailable,
    BackendUnreachable,
    OutcomeUnknown,
    OutOfCredits,
    RateLimited,
    ReelayError,
    SharedTokenRejected,
    StoreUnavailable,
    TokenAllowanceExhausted,
    TokenRejected,
)
from core.model import Access, AnonymousToken, Attribution, ConversationKey, TokenSource
from tests.fakes.backend import FakeBackend
from tests.fakes.clock import FakeClock
from tests.fakes.tokens import Tokens

CHAT = ConversationKey("telegram", "7")
ATTRIBUTION = Attribution("video-to-generator", "1.0.0", "telegram")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(auto=True)


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


def line_of(
    backend: FakeBackend, clock: FakeClock, *, own: str | None = None, operator: str | None = None
) -> BackendLine:
    return BackendLine(Accounts(backend, Tokens(own), clock, operator), clock, Breaker(clock), patience=600)


def failing(*errors: ReelayError) -> Callable[[Access], Awaitable[str]]:
    """An operation that raises each error once, then gives the token's source."""
    left = list(errors)

    async def operation(access: Access) -> str:
        if left:
            raise left.pop(0)
        return f"{access.source}:{access.token}"

    return operation


async def test_a_conversations_own_token_goes_before_the_operators_and_a_free_one(
    backend: FakeBackend, clock: FakeClock
) -> None:
    own = line_of(backend, clock, own="nmv_usr_own", operator="nmv_usr_op")
    operator = line_of(backend, clock, operator="nmv_usr_op")
    free = line_of(backend, clock)
    caller = Caller(CHAT, ATTRIBUTION)
    assert await own.call(caller, failing()) == f"{TokenSource.OWN}:nmv_usr_own"
    assert await operator.call(caller, failing()) == f"{TokenSource.OPERATOR}:nmv_usr_op"
    assert await free.call(caller, failing()) == f"{TokenSource.ANONYMOUS}:{backend.token}"
    assert [call.arguments["client_id"] for call in backend.asked("anonymous_token")] == ["client-7"]


async def test_a_rejected_free_token_is_renewed_once_under_the_same_client_id(
    backend: FakeBackend, clock: FakeClock
) -> None:
    line = line_of(backend, clock)
    await line.call(Caller(CHAT, ATTRIBUTION), failing(TokenRejected(code=1001)))
    assert [call.arguments["client_id"] for call in backend.asked("anonymous_token")] == ["client-7", "client-7"]
    with pytest.raises(TokenRejected):
        await line.call(Caller(CHAT, ATTRIBUTION), failing(TokenRejected(), TokenRejected()))


@pytest.mark.parametrize("error", [BackendUnreachable(), BackendUnavailable(), OutcomeUnknown(), RateLimited()])
async def test_a_renewal_that_meets_a_bad_moment_is_waited_out_like_any_call(
    backend: FakeBackend, clock: FakeClock, error: ReelayError
) -> None:
    line, told = line_of(backend, clock), list[ReelayError]()
    await line.call(Caller(CHAT, ATTRIBUTION), failing())
    backend.will_fail("anonymous_token", error)
    await line.call(Caller(CHAT, ATTRIBUTION, told.append), failing(TokenRejected(code=1001)))
    assert len(backend.asked("anonymous_token")) == 3
    assert told == [error]


async def test_a_free_token_is_kept_although_the_database_is_busy_when_it_comes(
    backend: FakeBackend, clock: FakeClock
) -> None:
    class Busy(Tokens):
        async def set_anonymous(self, conversation: ConversationKey, token: AnonymousToken | None) -> None:
            if not clock.sleeps:
                raise StoreUnavailable
            await super().set_anonymous(conversation, token)

    tokens = Busy()
    await Accounts(backend, tokens, clock).access(CHAT, ATTRIBUTION)
    assert tokens.kept is not None
    assert len(backend.asked("anonymous_token")) == 1


async def test_a_rejected_token_of_ones_own_is_told_not_replaced(backend: FakeBackend, clock: FakeClock) -> None:
    with pytest.raises(TokenRejected, match="bad or has expired") as caught:
        await line_of(backend, clock, own="nmv_usr_own").call(Caller(CHAT, ATTRIBUTION), failing(TokenRejected()))
    assert not isinstance(caught.value, SharedTokenRejected)
    assert backend.asked("anonymous_token") == []


async def test_a_rejected_token_of_the_operators_is_told_as_his(backend: FakeBackend, clock: FakeClock) -> None:
    with pytest.raises(SharedTokenRejected):
        await line_of(backend, clock, operator="nmv_usr_op").call(Caller(CHAT, ATTRIBUTION), failing(TokenRejected()))
    assert backend.asked("anonymous_token") == []


async def test_a_rate_limit_is_waited_out_once(backend: FakeBackend, clock: FakeClock) -> None:
    line = line_of(backend, clock, operator="t")
    await line.call(Caller(CHAT, ATTRIBUTION), failing(RateLimited()))
    await line.call(Caller(CHAT, ATTRIBUTION), failing(RateLimited(retry_after=7)))
    assert clock.sleeps == [30.0, 7]
    with pytest.raises(RateLimited):
        await line.call(Caller(CHAT, ATTRIBUTION), failing(RateLimited(), RateLimited()))


async def test_an_exhausted_allowance_is_told_at_once(backend: FakeBackend, clock: FakeClock) -> None:
    backend.will_fail("anonymous_token", TokenAllowanceExhausted())
    with pytest.raises(TokenAllowanceExhausted):
        await line_of(backend, clock).call(Caller(CHAT, ATTRIBUTION), failing())
    assert clock.sleeps == []


async def test_an_outage_is_sat_out_with_growing_pauses_and_told(backend: FakeBackend, clock: FakeClock) -> None:
    told: list[ReelayError] = []
    caller = Caller(CHAT, ATTRIBUTION, told.append)
    asked: list[float] = []
    operation = failing(*[BackendUnreachable()] * 6)

    async def noted(access: Access) -> str:
        asked.append(clock.monotonic())
        return await operation(access)

    await line_of(backend, clock, operator="t").call(caller, noted)
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert len(asked) == 7
    assert all(isinstance(error, BackendUnreachable) for error in told)
    assert pauses == sorted(pauses)
    assert pauses[0] >= 1
    assert 25 < pauses[-1] <= 36


async def test_patience_ends(backend: FakeBackend, clock: FakeClock) -> None:
    with pytest.raises(BackendUnreachable):
        await line_of(backend, clock, operator="t").call(
            Caller(CHAT, ATTRIBUTION), failing(*[BackendUnreachable()] * 100)
        )
    assert sum(clock.sleeps) <= 600


@pytest.mark.parametrize("error", [OutcomeUnknown(), BackendUnavailable()])
async def test_what_may_have_been_accepted_is_repeated_only_where_that_is_harmless(
    backend: FakeBackend, clock: FakeClock, error: ReelayError
) -> None:
    line = line_of(backend, clock, operator="t")
    with pytest.raises(type(error)):
        await line.call(Caller(CHAT, ATTRIBUTION), failing(error))
    assert await line.call(Caller(CHAT, ATTRIBUTION), failing(error), repeatable=True)


async def test_an_opened_stream_is_never_entered_again_for_what_its_body_raises(
    backend: FakeBackend, clock: FakeClock
) -> None:
    entered = 0
    refusals: list[ReelayError] = [BackendUnreachable(), RateLimited()]

    @asynccontextmanager
    async def stream(access: Access) -> AsyncIterator[str]:
        nonlocal entered
        if refusals:
            raise refusals.pop(0)
        entered += 1
        yield access.token

    line = line_of(backend, clock, operator="t")
    with pytest.raises(BackendUnreachable):
        async with line.open(Caller(CHAT, ATTRIBUTION), stream):
            raise BackendUnreachable
    assert entered == 1


async def test_while_the_service_is_away_other_calls_share_the_pause(clock: FakeClock) -> None:
    breaker = Breaker(clock)
    breaker.failed()
    first = breaker.pause()
    breaker.failed()
    assert breaker.pause() <= first * 1.5
    breaker.succeeded()
    assert breaker.pause() == 0


async def test_while_the_service_is_away_one_call_asks_after_each_pause_and_the_others_wait(
    backend: FakeBackend,
) -> None:
    clock, asked, back = FakeClock(), 0, False
    line = line_of(backend, clock, operator="t")

    async def operation(_: Access) -> str:
        nonlocal asked
        asked += 1
        if not back:
            raise BackendUnreachable
        return "served"

    with_first = asyncio.create_task(line.call(Caller(CHAT, ATTRIBUTION), operation))
    await clock.sleepers(1)
    others = [asyncio.create_task(line.call(Caller(CHAT, ATTRIBUTION), operation)) for _ in range(50)]
    for _ in range(60):
        await clock.advance(1.0)
    assert asked <= 8  # 1 + 2 + 4 + 8 + 16 + 30 s: one call after each pause, not fifty
    back, asked = True, 0
    for _ in range(40):
        await clock.advance(1.0)
    assert await asyncio.gather(with_first, *others) == ["served"] * 51
    assert asked == 51


async def test_a_waiting_call_goes_on_within_seconds_of_the_service_s_return(backend: FakeBackend) -> None:
    clock = FakeClock()
    line = line_of(backend, clock, operator="t")
    for _ in range(8):
        line.breaker.failed()
        clock.jump(31)
    line.breaker.failed()
    waiting = asyncio.create_task(line.call(Caller(CHAT, ATTRIBUTION), failing()))
    await clock.sleepers(1)
    line.breaker.succeeded()
    await clock.advance(2.0)
    assert waiting.done()
    assert await waiting


async def test_a_call_that_is_given_up_while_it_asks_holds_nobody_up_for_long(backend: FakeBackend) -> None:
    clock = FakeClock()
    line = line_of(backend, clock, operator="t")
    line.breaker.failed()
    clock.jump(1.1)
    assert line.breaker.turn() == 0  # it asks, and is never heard of again
    waiting = asyncio.create_task(line.call(Caller(CHAT, ATTRIBUTION), failing()))
    await clock.sleepers(1)
    for _ in range(5):
        await clock.advance(1.0)
    assert waiting.done()
    assert await waiting


async def test_a_refusal_shows_that_the_service_is_there(backend: FakeBackend, clock: FakeClock) -> None:
    line = line_of(backend, clock, operator="t")
    line.breaker.failed()
    with pytest.raises(OutOfCredits):
        await line.call(Caller(CHAT, ATTRIBUTION), failing(OutOfCredits()))
    assert not line.breaker.open
